import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../src/app.js'
import { createSimulator } from '../src/simulator.js'
import { accountSid, authToken } from './bench.js'

const token = 'a-token-of-this-room'
const elsewhere = 'phone.test:3002'
const app = buildApp(createSimulator({ autoReceipts: true }), token)
let port = 0

beforeAll(async () => {
  port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
})
afterAll(() => app.close())

/** Calls as another machine does: by a name that is not loopback's. */
const call = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<{ status: number; headers: Record<string, string | string[] | undefined> }>(
    (resolve, reject) => {
      const outgoing = request(
        { port, path, method, headers: { host: elsewhere, ...headers } },
        (response) => {
          response.resume()
          resolve({ status: response.statusCode ?? 0, headers: response.headers })
        },
      )
      outgoing.once('error', reject)
      outgoing.end()
    },
  )
const cookie = { cookie: `other=1; simulator_token=${token}` }
const places = ['/', '/phone/phone.css', '/_sim/accounts', '/_sim/media/AC1/ME1']

describe('from another machine', () => {
  it.each(places)('%s is closed to whoever has no token, or a wrong one', async (path) => {
    expect((await call(path)).status).toBe(403)
    expect((await call(`${path}?token=wrong`)).status).toBe(403)
    expect((await call(path, { cookie: 'simulator_token=' })).status).toBe(403)
    expect((await call(path, { cookie: `simulator_token=${token}x` })).status).toBe(403)
    expect((await call(path, { authorization: 'Bearer wrong' })).status).toBe(403)
  })

  it('the link opens the page once, and leaves a cookie instead of the token in the address', async () => {
    const led = await call(`/?token=${token}&a=1`)
    expect([led.status, led.headers['location']]).toEqual([303, '/?a=1'])
    const [kept = ''] = led.headers['set-cookie'] ?? []
    expect(kept).toMatch(/HttpOnly; SameSite=Lax/)
    const own = { cookie: kept.split(';')[0] ?? '' }
    for (const path of ['/', '/phone/phone.css', '/_sim/accounts'])
      expect((await call(path, own)).status).toBe(200)
    expect((await call('/_sim/accounts', { authorization: `Bearer ${token}` })).status).toBe(200)
  })

  it('a page from elsewhere gains nothing from the cookie', async () => {
    expect((await call('/_sim/reset', { ...cookie, origin: 'https://elsewhere.test' }, 'POST')).status).toBe(
      403,
    )
    expect((await call('/_sim/accounts', { ...cookie, origin: `http://${elsewhere}` })).status).toBe(200)
  })

  it('what a proxy on this machine passes on is from elsewhere too', async () => {
    const local = { host: '127.0.0.1' }
    expect((await call('/_sim/accounts', local)).status).toBe(200)
    expect((await call('/_sim/accounts', { ...local, 'x-forwarded-for': '203.0.113.9' })).status).toBe(403)
    expect((await call('/_sim/accounts', { ...local, forwarded: 'for=203.0.113.9' })).status).toBe(403)
  })

  it('Twilio’s API keeps its own credentials', async () => {
    const path = `/api.twilio.com/2010-04-01/Accounts/${accountSid}.json`
    const basic = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
    expect((await call(path, cookie)).status).toBe(401)
    await fetch(`http://127.0.0.1:${port}/_sim/accounts/${accountSid}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ authToken, numbers: [] }),
    })
    expect((await call(path, { authorization: basic })).status).toBe(200)
  })
})
