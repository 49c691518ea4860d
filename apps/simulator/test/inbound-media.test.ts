import { expect, it } from 'vitest'
import type { InboundMessage } from '../src/model.js'
import { accountSid, authToken, bench } from './bench.js'
import { expectValid } from './twilio-spec.js'

const { control, twilio, write, wait, baseUrl } = bench()
const text = 'the bytes of a picture'
const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`

/** Sends a file; returns where Twilio has it, and where the control API does. */
async function sent(file: Record<string, unknown> = {}) {
  const base64 = 'bytes' in file ? {} : { base64: Buffer.from(text).toString('base64') }
  const { sid, form } = await write({
    from: 'maria',
    media: [{ contentType: 'image/jpeg', ...base64, ...file }],
  })
  const { content } = await wait<InboundMessage>({ sid })
  const media = 'files' in content ? content.files[0]?.sid : ''
  const url = new URL(form['MediaUrl0'] ?? '')
  return { path: url.pathname, control: `/media/${accountSid}/${media}` }
}
const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${baseUrl()}/api.twilio.com${path}`, { headers: { authorization }, redirect: 'manual', ...init })

it('is behind the account’s credentials, and its bytes behind a signed address that takes none', async () => {
  const { path } = await sent({ name: 'Ana’s.jpg' })
  expect((await ask(path, { headers: {} })).status).toBe(401)
  const led = await ask(path)
  const place = led.headers.get('location') ?? ''
  expect([led.status, new URL(place).pathname]).toEqual([
    307,
    expect.stringMatching(/^\/mms\.twiliocdn\.com\/AC/),
  ])
  const file = await fetch(place)
  expect([file.headers.get('content-type'), await file.text()]).toEqual(['image/jpeg', text])
  expect(file.headers.get('content-disposition')).toContain(`UTF-8''Ana%E2%80%99s.jpg`)
  expect((await fetch(place, { headers: { authorization } })).status).toBe(400)
  const media = '/2010-04-01/Accounts/{AccountSid}/Messages/{MessageSid}/Media'
  expectValid('medium', (await twilio('GET', `${path}.json`)).body, [`${media}/{Sid}.json`, 'get', 200])
})

it.each(['text/html', 'image/svg+xml; charset=utf-8', 'application/pdf'])(
  'runs nothing on the phone’s origin, where its bytes are said to be %s',
  async (servedType) => {
    const { path } = await sent({ servedType, name: 'a.html' })
    const file = await fetch((await ask(path)).headers.get('location') ?? '')
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': servedType,
      'content-disposition': `attachment; filename*=UTF-8''a.html`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
  },
)

it('can be missing at first, then be there', async () => {
  const { path } = await sent({ misses: 2 })
  const statuses = []
  for (let n = 0; n < 4; n += 1) statuses.push((await ask(path)).status)
  expect(statuses).toEqual([404, 404, 307, 307])
})

it('can lead astray, lie about its type, trickle, and be too large', async () => {
  const astray = await sent({ redirectTo: 'http://169.254.169.254/' })
  expect((await ask(astray.path)).headers.get('location')).toBe('http://169.254.169.254/')
  const place = async ({ path }: { path: string }) => (await ask(path)).headers.get('location') ?? ''
  const liar = await fetch(await place(await sent({ servedType: 'text/html' })))
  expect(liar.headers.get('content-type')).toBe('text/html')
  const large = await fetch(await place(await sent({ bytes: 17_000_000 })))
  expect((await large.arrayBuffer()).byteLength).toBe(17_000_000)
  const slow = await fetch(await place(await sent({ bytes: 3000, trickleMs: 20 })))
  const reader = slow.body?.getReader()
  expect((await reader?.read())?.value?.byteLength).toBe(1024)
  await reader?.cancel()
})

it('behaves as it is told afterwards, one file or all of them', async () => {
  const one = await sent()
  const other = await sent({ misses: 5, redirectTo: 'http://127.0.0.1:1/' })
  expect((await control('PATCH', one.control, { misses: 1, servedType: 'image/png' })).status).toBe(204)
  expect((await ask(one.path)).status).toBe(404)
  const led = await ask(one.path)
  expect((await fetch(led.headers.get('location') ?? '')).headers.get('content-type')).toBe('image/png')
  expect((await control('PATCH', one.control, { contentType: 'x' })).status).toBe(400)
  expect((await control('PATCH', `/media/${accountSid}/ME1`, {})).status).toBe(404)
  await control('POST', '/media/mend')
  expect((await ask(other.path)).headers.get('location')).toContain('/mms.twiliocdn.com/')
})

it('meets faults by its address, at the API and where the bytes are', async () => {
  const { path } = await sent()
  await control('POST', '/faults', { kind: 'error', status: 503, match: { pathIncludes: '/Media/' } })
  expect((await ask(path)).status).toBe(503)
  const place = (await ask(path)).headers.get('location') ?? ''
  await control('POST', '/faults', { kind: 'reset', match: { pathIncludes: 'twiliocdn' } })
  await expect(fetch(place)).rejects.toThrow()
  expect(await (await fetch(place)).text()).toBe(text)
})
