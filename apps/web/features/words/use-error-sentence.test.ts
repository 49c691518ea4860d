import { createTranslator } from 'next-intl'
import { expect, it } from 'vitest'
import { ApiError } from '../../client/api-error'
import en from './messages/en'
import { errorSentence } from './use-error-sentence'

const t = createTranslator({ locale: 'en', messages: en, namespace: 'errors' })
const refused = (reason: Record<string, unknown> & { reason: string }) =>
  errorSentence(new ApiError('x', 'As the server says.', 429, { params: reason }), t)

it('says a reason in words of our own, with what was told of it', () => {
  expect(refused({ reason: 'mailed_often', minutes: 1 })).toMatch(/in 1 minute\.$/)
  expect(refused({ reason: 'key_scope', scope: 'read', needed: 'send' })).toContain('only read')
  expect(refused({ reason: 'member_already', email: 'ana@example.com' })).toContain('ana@example.com')
})

it('says what is wrong with the first of several faults', () => {
  const issue = { path: 'name', message: 'Too big', maximum: 80 }
  expect(refused({ reason: 'input', issues: [{ ...issue, code: 'too_big' }] })).toContain('too long')
  expect(refused({ reason: 'input', issues: [{ ...issue, code: 'custom' }] })).toContain('doesn’t fit')
  expect(refused({ reason: 'input', issues: [] })).toContain('doesn’t fit')
})

it('says what follows from the status where it does not know the reason, and never the server’s English', () => {
  const saying = (status: number, params?: { reason: string; says?: string }) =>
    errorSentence(new ApiError('x', 'As the server says.', status, { params }), t)
  expect(saying(409, { reason: 'moon_is_full' })).toBe(en.errors.refused)
  expect(saying(409, { reason: 'a.b' })).toBe(en.errors.refused)
  expect(saying(400, { reason: 'other', says: 'Invalid input' })).toBe(en.errors.refused)
  expect(saying(409)).toBe(en.errors.refused)
  expect(saying(429)).toBe(en.errors.tooOften)
  expect(saying(500)).toBe(en.errors.trouble)
  expect(saying(500, { reason: 'our_fault' })).toBe(en.errors.reasons.our_fault)
})

it.each([
  [new ApiError('unreachable', '', 0), en.errors.unreachable],
  [new ApiError('bad_answer', '', 200), en.errors.unreachable],
  [new ApiError('unknown', '', 429), en.errors.tooOften],
  [new ApiError('unknown', '', 502), en.errors.trouble],
  [new ApiError('unknown', '', 400), en.errors.refused],
  [new TypeError('x is undefined'), en.errors.unexpected],
])('has a sentence where nobody said one: %j', (error, sentence) => {
  expect(errorSentence(error, t)).toBe(sentence)
})
