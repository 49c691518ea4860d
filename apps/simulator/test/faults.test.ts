import { expect, it } from 'vitest'
import { accountSid, bench, maria, number } from './bench.js'

const { control, write, reply, wait, twilio, product, statusCallback } = bench()
const fault = (input: unknown) => control('POST', '/faults', input)
const outbound = async (body: string) =>
  (await control<unknown[]>('GET', `/messages?direction=outbound&body=${body}`)).body

it('an error strikes as often as it was told to, with Twilio’s shape and Retry-After', async () => {
  await fault({ kind: 'error', status: 429, retryAfterSec: 2, times: 2, match: { method: 'POST' } })
  for (const _ of [1, 2]) {
    const refused = await reply()
    expect([refused.status, refused.body['code'], refused.headers.get('retry-after')]).toEqual([
      429,
      20429,
      '2',
    ])
  }
  expect((await reply()).status).toBe(201)
})

it('an error can be any, stays until removed, and meets only what it matches', async () => {
  await fault({
    kind: 'error',
    status: 500,
    code: 20500,
    message: 'x',
    times: null,
    match: { toIncludes: '+4477', pathIncludes: 'Messages.json', bodyIncludes: 'Hel' },
  })
  expect((await reply()).status).toBe(201)
  const refused = await reply({ To: 'whatsapp:+447700900152' })
  expect([refused.status, refused.body]).toEqual([
    500,
    { code: 20500, message: 'x', more_info: 'https://www.twilio.com/docs/errors/20500', status: 500 },
  ])
  expect((await control<unknown[]>('GET', '/faults')).body).toMatchObject([{ struck: 1 }])
  await control('DELETE', '/faults')
  expect((await reply({ To: 'whatsapp:+447700900152' })).status).toBe(201)
})

it('a reset leaves nothing behind', async () => {
  await fault({ kind: 'reset' })
  await expect(reply({ Body: 'reset' })).rejects.toThrow('fetch failed')
  expect(await outbound('reset')).toEqual([])
})

it('a hang gives no answer and no message', async () => {
  await fault({ kind: 'hang', delayMs: 30 })
  await expect(reply({ Body: 'hang' })).rejects.toThrow('fetch failed')
  expect(await outbound('hang')).toEqual([])
})

it('accepted and cut off: the caller saw an error, the message lives and can be found', async () => {
  await write({ from: 'maria', body: 'Hi' })
  for (const kind of ['accept-then-reset', 'accept-then-hang']) {
    await fault({ kind, delayMs: 30, match: { bodyIncludes: kind } })
    await expect(reply({ Body: kind, StatusCallback: statusCallback() })).rejects.toThrow('fetch failed')
    await wait({ direction: 'outbound', body: kind, status: 'delivered' })
    const query = new URLSearchParams({ To: maria, From: number, PageSize: '1' })
    const list = await twilio('GET', `/2010-04-01/Accounts/${accountSid}/Messages.json?${query.toString()}`)
    expect(list.body['messages']).toMatchObject([{ body: kind }])
  }
})

it('slow answers late but right', async () => {
  await fault({ kind: 'slow', delayMs: 60 })
  const startedAt = performance.now()
  expect((await reply()).status).toBe(201)
  expect(performance.now() - startedAt).toBeGreaterThan(55)
})

it('a planned failure comes by callback with an empty text', async () => {
  await write({ from: 'maria', body: 'Hi' })
  await fault({ kind: 'callback-error', code: 63024, match: { toIncludes: maria } })
  expect((await reply({ StatusCallback: statusCallback() })).status).toBe(201)
  const [failed] = await product().until(1, ({ path }) => path.startsWith('/status'))
  expect(failed?.fields).toMatchObject({ MessageStatus: 'failed', ErrorCode: '63024', ErrorMessage: '' })
})

it('a lost callback is lost, while the message moves on', async () => {
  await write({ from: 'maria', body: 'Hi' })
  await fault({ kind: 'drop-callback', match: { status: 'sent' } })
  await reply({ Body: 'lost', StatusCallback: statusCallback() })
  const [first] = await product().until(1, ({ path }) => path.startsWith('/status'))
  expect(first?.fields['MessageStatus']).toBe('delivered')
  const { statuses } = await wait({ body: 'lost', status: 'delivered' })
  expect(statuses.map(({ status, dropped }) => [status, dropped])).toEqual([
    ['sent', true],
    ['delivered', false],
  ])
})
