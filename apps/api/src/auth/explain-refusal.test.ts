import { expect, test } from 'vitest'
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
    error: { code: 'conflict', requestId: 'r1' },
  })
  expect(body.error.message).toContain('sign in instead')
})

test.each([
  [429, '{"message":"Too many requests."}', 429, 'rate_limited', 'Too many requests.'],
  [418, 'Teapot', 400, 'invalid_request', 'The request was refused.'],
  [502, '', 500, 'internal', 'The request was refused.'],
])('%i %s → %i %s', (theirs, text, status, code, message) => {
  const answer = explainRefusal(theirs, text, 'r1')
  expect(answer).toEqual({ status, body: { error: { code, message, requestId: 'r1' }, message } })
})
