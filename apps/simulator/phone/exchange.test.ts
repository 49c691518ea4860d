import { expect, it } from 'vitest'
import { adviceOf, canResend, formOf, isRefused, titleOf, tryOf, type Exchange } from './exchange.js'

const posted: Exchange = {
  id: 1,
  at: '2026-11-22T10:00:00.000Z',
  direction: 'out',
  method: 'POST',
  url: 'http://127.0.0.1:3001/api/v1/messaging/webhook/whatsapp',
  status: 200,
  ms: 12,
  requestHeaders: { 'I-Twilio-Idempotency-Token': 'a' },
  requestBody: 'SmsStatus=received&MessageSid=SM1&ProfileName=Mar%C3%ADa&Body=Hello%3F',
  responseHeaders: {},
  responseBody: '<Response/>',
}
const sent: Exchange = {
  ...posted,
  direction: 'in',
  url: '/2010-04-01/Accounts/AC1/Messages.json',
  requestBody: 'To=whatsapp%3A%2B1&Body=Of+course',
}

it('says what was asked', () => {
  expect(titleOf(posted)).toBe('María writes: “Hello?”')
  expect(
    titleOf({ ...posted, requestBody: 'MessageSid=SM1&From=whatsapp:%2B1&Body=&MessageType=image' }),
  ).toBe('whatsapp:+1 writes: image')
  expect(titleOf({ ...posted, requestBody: 'MessageSid=SM1&MessageStatus=delivered' })).toBe(
    'Status: delivered',
  )
  expect(titleOf(sent)).toBe('Sends: “Of course”')
  expect(titleOf({ ...sent, method: 'GET', requestBody: '' })).toBe('Lists messages')
  expect(titleOf({ ...posted, method: 'GET', requestBody: '' })).toBe('Fetches a file')
})

it('takes a form for a form, and nothing else', () => {
  expect(formOf(posted).at(-1)).toEqual(['Body', 'Hello?'])
  expect(formOf({ ...posted, requestBody: '{"a=b":1}' })).toEqual([])
  expect(formOf({ ...posted, requestHeaders: { 'Content-Type': 'application/json' } })).toEqual([])
})

it('counts the tries of one delivery', () => {
  const other = { ...posted, id: 2, requestHeaders: { 'i-twilio-idempotency-token': 'b' } }
  const again = { ...posted, id: 3 }
  expect(tryOf(again, [posted, other, again])).toEqual({ number: 2, of: 2 })
  expect(tryOf(other, [posted, other, again])).toEqual({ number: 1, of: 1 })
})

it('says why and what to do for each way that it can fail, and nothing where it went well', () => {
  expect(adviceOf(posted)).toBeUndefined()
  for (const status of [0, 400, 401, 403, 404, 413, 429, 500, 503]) {
    for (const exchange of [posted, sent]) {
      const refused = { ...exchange, status }
      expect(isRefused(refused)).toBe(true)
      const { why, next } = adviceOf(refused)!
      expect(why).toMatch(/\w{3}.*[.)]$/)
      expect(next).toMatch(/\w{3}.*/)
    }
  }
})

it('gives Twilio’s own words for what the product asked wrongly', () => {
  const responseBody =
    '{"code":21211,"message":"Invalid To","more_info":"https://www.twilio.com/docs/errors/21211"}'
  expect(adviceOf({ ...sent, status: 400, responseBody })).toEqual({
    why: 'Invalid To (21211)',
    next: 'Twilio explains it at https://www.twilio.com/docs/errors/21211.',
  })
})

it('sends its own forms again, whole ones alone', () => {
  expect(canResend(posted)).toBe(true)
  for (const not of [{ cut: true }, { direction: 'in' }, { method: 'GET' }] as const)
    expect(canResend({ ...posted, ...not })).toBe(false)
})
