import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { accountSid, bench, number, type Sent } from './bench.js'
import { status } from './product.js'

const { control, write, reply, wait, product, baseUrl } = bench()

it('says of a wrong request what is wrong, and what to do', async () => {
  const wrong = await control('POST', '/messages', { from: 'maria', body: 5, nonsense: true })
  expect(wrong.status).toBe(400)
  expect(wrong.body['error']).toMatch(/body: .*string.*nonsense/)
  const unknown = await control('POST', '/messages', { from: 'maria', body: 'x', to: '+999999' })
  expect([unknown.status, unknown.body['error']]).toEqual([
    404,
    expect.stringContaining('PUT /_sim/accounts'),
  ])
  expect((await control('POST', '/messages', { from: 'nobody', body: 'x' })).status).toBe(400)
  expect((await control('GET', '/nothing')).status).toBe(404)
  expect((await control('PUT', '/accounts/XY', { authToken: 'a' })).status).toBe(400)
})

it('asks which number is meant when there are several', async () => {
  const other = `AC${'b'.repeat(32)}`
  const numbers = [{ number, webhookUrl: `${product().url}/other` }]
  await control('PUT', `/accounts/${other}`, { authToken: 'other', numbers })
  expect((await control('POST', '/messages', { from: 'maria', body: 'x' })).status).toBe(400)
  await write({ from: 'maria', body: 'x', accountSid: other })
  await product().until(1, ({ path, fields }) => path === '/other' && fields['AccountSid'] === other)
  expect((await control('DELETE', `/accounts/${other}`)).status).toBe(204)
  expect((await control('GET', '/accounts')).body).toMatchObject([{ accountSid }])
})

it('never shows a token', async () => {
  const { body } = await control('GET', '/accounts')
  expect(JSON.stringify(body)).not.toContain('a-token-for-tests')
})

describe('wait', () => {
  it('answers as soon as the message is there, and 408 when it does not come', async () => {
    const waiting = wait({ direction: 'outbound', body: 'soon' })
    await reply({ Body: 'soon' })
    expect(await waiting).toMatchObject({ body: 'soon', direction: 'outbound' })
    const late = await control('GET', '/wait?body=never&timeoutMs=20')
    expect([late.status, late.body['error']]).toEqual([408, expect.stringContaining('20 ms')])
  })

  it('matches the whole text, a part of it, and a status that was passed', async () => {
    await write({ from: 'maria', body: 'Hi' })
    await reply({ Body: 'number 10' })
    const { sid } = await wait({ body: 'number 10', status: 'delivered' })
    expect((await control('GET', '/wait?body=number 1&timeoutMs=1')).status).toBe(408)
    expect((await wait({ bodyIncludes: 'number 1', status: 'sent' })).sid).toBe(sid)
  })
})

it('writes in the past: Twilio has it at its time, and tells nobody', async () => {
  const at = new Date(Date.now() - 86_100_000).toISOString()
  const { sid, deliveries } = await write({ from: 'maria', body: 'long ago', at })
  expect(deliveries).toMatchObject([{ status: 0, attempts: 0 }])
  expect(product().arrivals).toEqual([])
  expect((await control<unknown[]>('GET', '/messages')).body).toMatchObject([{ sid, at }])
  await reply({ Body: 'just in time' })
  await wait({ body: 'just in time', status: 'delivered' })
  await control('POST', '/clock', { advanceMs: 300_000 })
  await reply({ Body: 'too late' })
  expect(await wait({ body: 'too late', status: 'failed' })).toMatchObject({ errorCode: 63016 })
  const later = new Date(Date.now() + 3_600_000).toISOString()
  expect((await control('POST', '/messages', { from: 'maria', body: 'x', at: later })).status).toBe(400)
})

it('lists both directions, oldest first', async () => {
  await write({ from: 'maria', body: 'one' })
  await reply({ Body: 'two' })
  const { body } = await control('GET', '/messages')
  expect(body).toMatchObject([
    { body: 'one', direction: 'inbound', deliveries: [{ status: 200 }] },
    { body: 'two', direction: 'outbound' },
  ])
})

it('lets a built-in customer say hello, the next line each time', async () => {
  const first = await control<Sent>('POST', '/hello', { number })
  const second = await control<Sent>('POST', '/hello', { number: '+14155550001' })
  expect(first.body).toMatchObject({ customer: { id: 'maria' }, deliveries: [{ status: 200 }] })
  expect(second.body).toMatchObject({ customer: { id: 'jonas' } })
  const stranger = await control('POST', '/hello', { number: 'whatsapp:+19999999999' })
  expect([stranger.status, stranger.body['error']]).toEqual([404, expect.stringContaining('not registered')])
})

it('invents a customer in one call, and takes no address twice', async () => {
  const one = await control('POST', '/customers', {})
  const two = await control('POST', '/customers', {})
  expect([one.status, one.body['phone'], two.body['phone']]).toEqual([201, '+15005550200', '+15005550201'])
  expect((await control('POST', '/customers', { name: 'X', phone: '+15005550200' })).status).toBe(409)
})

it('a load run counts what was acknowledged', async () => {
  product().answerNext(status(500))
  const run = { count: 200, concurrency: 10, customers: 7, listSids: true, bodyPrefix: 'run' }
  const { body } = await control<{ sids: string[] }>('POST', '/load', run)
  expect(body).toMatchObject({ sent: 200, ok: 199, failed: 1, outcomes: { 200: 199, 500: 1 } })
  expect(new Set(body.sids).size).toBe(199)
  const arrived = await product().until(200)
  expect(new Set(arrived.map(({ fields }) => fields['From'])).size).toBe(7)
  // The senders of a load run do not crowd the phone.
  expect((await control<unknown[]>('GET', '/customers')).body).toHaveLength(6)
})

it('keeps the exchanges of both directions with what was signed', async () => {
  await write({ from: 'maria', body: 'Hi' })
  await reply()
  const { body } = await control<{ direction: string }[]>('GET', '/exchanges')
  expect(body.find(({ direction }) => direction === 'out')).toMatchObject({
    status: 200,
    url: `${product().url}/hook`,
    signatureBase: expect.stringContaining('/hookAccountSidAC'),
  })
  expect(body.find(({ direction }) => direction === 'in')).toMatchObject({ status: 201, method: 'POST' })
})

it('tells an open page what happens', async () => {
  const stop = new AbortController()
  const stream = await fetch(`${baseUrl()}/_sim/events`, { signal: stop.signal })
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  await write({ from: 'maria', body: 'live' })
  let seen = ''
  while (!seen.includes('"body":"live"')) seen += (await reader?.read())?.value ?? ''
  stop.abort()
  expect(seen).toContain('"kind":"message"')
})

it('starts over and keeps what is registered', async () => {
  await write({ from: '+15005550999', body: 'x' })
  await control('POST', '/clock', { advanceMs: 1000 })
  expect((await control('POST', '/reset')).body).toEqual({ reset: true, accounts: [accountSid] })
  expect((await control('GET', '/messages')).body).toEqual([])
  expect((await control<unknown[]>('GET', '/customers')).body).toHaveLength(6)
  expect((await control('GET', '/clock')).body).toMatchObject({ offsetMs: 0 })
})

describe('strangers', () => {
  const statusWith = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const call = request(`${baseUrl()}/_sim/accounts`, { headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      call.once('error', reject)
      call.end()
    })

  it('are refused: a page from elsewhere, and a name that was rebound', async () => {
    expect(await statusWith({ origin: 'https://elsewhere.test' })).toBe(403)
    expect(await statusWith({ host: 'rebound.test' })).toBe(403)
    expect(await statusWith({ origin: 'http://localhost:3000', host: 'localhost' })).toBe(200)
  })
})
