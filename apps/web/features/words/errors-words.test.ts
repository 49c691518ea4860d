import { isKnownFailure, type FailureCode } from '@cloudpa/contracts/english'
import { errorReasons } from '@cloudpa/contracts/errors'
import { expect, it } from 'vitest'
import en from './messages/en'

// The API keeps plain English of its own (contracts/english), for programs; the web says the same in its own voice and
// in the reader's language. What holds the two together are the keys; the other languages are held to English's.
it('has words for every reason of a refusal, and for no other', () => {
  // That one hands on the English of a library, instead of which the web says what follows from the status.
  const { other: _, ...reasons } = errorReasons
  expect(Object.keys(en.errors.reasons).sort()).toEqual(Object.keys(reasons).sort())
})

it('has words for every failure of a message, and for no other', () => {
  // One that is missing here does not compile.
  const failures: Record<FailureCode, string> = en.messages.failures
  for (const code of Object.keys(failures)) expect(isKnownFailure(code), code).toBe(true)
})
