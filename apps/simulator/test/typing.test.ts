import { expect, it } from 'vitest'
import type { InboundMessage } from '../src/model.js'
import { accountSid, authToken, bench } from './bench.js'

const { control, write, reply, wait, baseUrl, sim } = bench()
const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
const type = async (version: string, fields: Record<string, string>) => {
  const isForm = version === 'v2'
  const response = await fetch(`${baseUrl()}/messaging.twilio.com/${version}/Indicators/Typing.json`, {
    method: 'POST',
    headers: { authorization, ...(isForm ? {} : { 'content-type': 'application/json' }) },
    body: isForm ? new URLSearchParams(fields) : JSON.stringify(fields),
  })
  return [response.status, await response.json()]
}
const seen = async (sid: string) => (await wait<InboundMessage>({ sid })).seen

it.each([
  ['v2', 'whatsapp'],
  ['v3', 'WHATSAPP'],
])('%s shows the phone that somebody types, and what was read by that', async (version, channel) => {
  const events: unknown[] = []
  const stop = sim.events.subscribe((event) => events.push(event))
  const { sid: before } = await write({ from: 'maria', body: 'a' })
  const { sid } = await write({ from: 'maria', body: 'b' })
  await control('POST', '/clock', { advanceMs: 5 })
  const { sid: after } = await write({ from: 'maria', body: 'c' })
  const { sid: other } = await write({ from: 'tom', body: 'd' })
  expect(await type(version, { channel, messageId: sid })).toEqual([200, { success: true }])
  stop()
  expect([await seen(before), await seen(sid), await seen(after), await seen(other)]).toEqual([
    true,
    true,
    false,
    false,
  ])
  const typing = { kind: 'typing', accountSid, customerId: 'maria', number: 'whatsapp:+14155550001' }
  expect(events).toContainEqual({ ...typing, until: expect.stringMatching(/^\d{4}-.*Z$/) })
})

it('refuses another channel, and what no customer wrote', async () => {
  const { sid } = await write({ from: 'maria', body: 'a' })
  const ours = String((await reply()).body['sid'])
  expect(await type('v2', { channel: 'sms', messageId: sid })).toMatchObject([400, { code: 20001 }])
  expect(await type('v2', { channel: 'whatsapp', messageId: 'x' })).toMatchObject([400, { code: 20001 }])
  expect(await type('v2', { channel: 'whatsapp', messageId: ours })).toMatchObject([404, { code: 20404 }])
  expect(await seen(sid)).toBe(false)
})
