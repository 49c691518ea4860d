import { expect, it } from 'vitest'
import { faultTable, waitingFault, type Fault } from '../phone/fault-table.js'
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

it('a stranger takes no fault away that waits for the product', async () => {
  await fault({ kind: 'error', status: 503 })
  const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`
  expect((await twilio('POST', path, { To: maria }, `${accountSid}:guessed`)).status).toBe(401)
  expect((await reply()).status).toBe(503)
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

it.each(['failed', 'undelivered'])('a planned end can be %s, by a fault and by hand', async (ends) => {
  await write({ from: 'maria', body: 'Hi' })
  await fault({ kind: 'callback-error', code: 63024, ends })
  const planned = (await reply({ Body: 'planned', StatusCallback: statusCallback() })).body['sid']
  await wait({ body: 'planned', status: ends })
  const byHand = (await reply({ Body: 'by hand', StatusCallback: statusCallback() })).body['sid']
  await wait({ body: 'by hand', status: 'delivered' })
  await control('POST', `/messages/${String(byHand)}/status`, { status: ends, errorCode: 63024 })
  const told = await product().until(2, ({ fields }) => fields['MessageStatus'] === ends)
  expect(told.map(({ fields }) => [fields['MessageSid'], fields['ErrorCode']])).toEqual([
    [planned, '63024'],
    [byHand, '63024'],
  ])
  const resource = await twilio('GET', `/2010-04-01/Accounts/${accountSid}/Messages/${String(planned)}.json`)
  expect(resource.body).toMatchObject({ status: ends, error_code: 63024 })
})

it('taken, then an error: the message lives', async () => {
  await write({ from: 'maria', body: 'Hi' })
  await fault({ kind: 'accept-then-error' })
  const refused = await reply({ Body: 'kept' })
  expect([refused.status, refused.body['code']]).toEqual([500, 20500])
  await wait({ direction: 'outbound', body: 'kept', status: 'delivered' })
})

it('a callback can be there before the answer that names its message', async () => {
  await write({ from: 'maria', body: 'Hi' })
  await fault({ kind: 'early-callback' })
  const { body } = await reply({ StatusCallback: statusCallback() })
  const early = product().arrivals.find(({ path }) => path.startsWith('/status'))
  expect(early?.fields).toMatchObject({ MessageSid: body['sid'], MessageStatus: 'sent' })
  expect(body['status']).toBe('queued')
})

it('callbacks come twice, overtake each other, and get lost by half', async () => {
  await write({ from: 'maria', body: 'Hi' })
  const told = async (count: number, sid: unknown) =>
    (
      await product().until(count, ({ fields }) => fields['MessageSid'] === sid && 'MessageStatus' in fields)
    ).map(({ fields }) => fields['MessageStatus'])
  await fault({ kind: 'double-callback', times: 2 })
  const twice = (await reply({ StatusCallback: statusCallback() })).body['sid']
  expect((await told(4, twice)).toSorted()).toEqual(['delivered', 'delivered', 'sent', 'sent'])
  await fault({ kind: 'late-callback', match: { status: 'sent' }, delayMs: 100 })
  const turned = (await reply({ StatusCallback: statusCallback() })).body['sid']
  expect(await told(2, turned)).toEqual(['delivered', 'sent'])
  await fault({ kind: 'drop-callback', times: null, every: 2 })
  const sids = []
  for (const body of ['1', '2', '3']) {
    sids.push((await reply({ Body: body, StatusCallback: statusCallback() })).body['sid'])
    await wait({ body, status: 'delivered' })
  }
  const { body } = await control<{ statuses: { dropped: boolean }[] }[]>(
    'GET',
    '/messages?direction=outbound',
  )
  const statuses = body.slice(-3).flatMap((message) => message.statuses)
  expect([statuses.length, statuses.filter(({ dropped }) => dropped).length]).toEqual([6, 3])
})

it('a lost webhook leaves the message at Twilio, by hand and in a load run', async () => {
  await fault({ kind: 'drop-webhook', times: 3, match: { accountSid } })
  const { sid, deliveries } = await write({ from: 'maria', body: 'lost' })
  expect(deliveries).toMatchObject([{ status: 0, attempts: 0, error: expect.stringContaining('lost') }])
  const { body: run } = await control('POST', '/load', { count: 5, concurrency: 1, customers: 5 })
  expect(run).toMatchObject({ sent: 5, ok: 3, failed: 2 })
  expect(product().arrivals).toHaveLength(3)
  const list = await twilio(
    'GET',
    `/2010-04-01/Accounts/${accountSid}/Messages.json?To=${encodeURIComponent(number)}`,
  )
  expect(list.body['messages']).toHaveLength(6)
  await control('POST', `/messages/${sid}/redeliver`, {})
  expect(product().arrivals.at(-1)?.fields).toMatchObject({ MessageSid: sid, Body: 'lost' })
})

it('a phone that left the sandbox gets nothing until it joins again', async () => {
  await write({ from: 'maria', body: 'Hi' })
  await fault({ kind: 'callback-error', code: 63015, times: null, match: { toIncludes: maria } })
  for (const body of ['1', '2']) {
    await reply({ Body: body })
    expect(await wait({ body, status: 'failed' })).toMatchObject({ errorCode: 63015 })
  }
  await write({ from: 'tom', body: 'join copper-kiln' })
  expect((await control<unknown[]>('GET', '/faults')).body).toHaveLength(1)
  await write({ from: 'maria', body: 'join copper-kiln' })
  await reply({ Body: '3' })
  await wait({ body: '3', status: 'delivered' })
})

it('one fault can be taken away without the others', async () => {
  const { body: first } = await fault({ kind: 'error' })
  await fault({ kind: 'error', status: 401, code: 20003 })
  expect((await control('DELETE', `/faults/${String(first['id'])}`)).status).toBe(204)
  expect((await control('DELETE', `/faults/${String(first['id'])}`)).status).toBe(404)
  expect((await reply()).body['code']).toBe(20003)
})

it('every switch of the phone is a fault that waits, and is found again by its switch', async () => {
  const place = { address: maria, accountSid }
  const switches = faultTable.flatMap((group) => group.switches)
  for (const each of switches) {
    expect([each.id, (await fault(each.fault(place))).status]).toEqual([each.id, 201])
    const waiting = (await control<Fault[]>('GET', '/faults')).body
    expect(switches.filter((other) => waitingFault(waiting, other, place)).map(({ id }) => id)).toEqual([
      each.id,
    ])
    expect(waitingFault(waiting, each, { ...place, address: 'whatsapp:+1', accountSid: 'AC1' })).toBe(
      undefined,
    )
    await control('DELETE', '/faults')
  }
})
