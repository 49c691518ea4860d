import { expect, test } from 'vitest'
import { problem } from '../platform/app-error.js'
import { explainRefusal } from './explain-refusal.js'

test('a refusal we know gets our status and sentence, and keeps better-auth’s code', () => {
  const text = JSON.stringify({
    code: 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL',
    message: 'User already exists.',
  })
  const { status, body } = explainRefusal(422, text, 'r1')
  expect(status).toBe(409)
  expect(body).toMatchObject({
    code: 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL',
    error: { code: 'conflict', params: { reason: 'account_exists' }, requestId: 'r1' },
  })
  expect(body.error.message).toContain('Sign in instead')
})

test.each([
  [429, '{"message":"Too many requests."}', 429, 'rate_limited', 'Too many requests.'],
  [418, 'Teapot', 400, 'invalid_request', 'The request was refused.'],
  [502, '', 500, 'internal', 'The request was refused.'],
])('%i %s → %i %s', (theirs, text, status, code, message) => {
  const answer = explainRefusal(theirs, text, 'r1')
  const params = { reason: 'other', says: message }
  expect(answer).toEqual({ status, body: { error: { code, message, params, requestId: 'r1' }, message } })
})

test('what our own hooks refuse keeps its reason', () => {
  const refusal = problem('wrong_passwords', { seconds: 9 })
  const { status, body } = explainRefusal(429, JSON.stringify(refusal), 'r1')
  expect([status, body.error]).toEqual([429, { ...refusal, requestId: 'r1' }])
  expect(body.message).toContain('in 9 seconds')
})
