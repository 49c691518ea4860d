import { errorReasons } from '@cloudpa/contracts/errors'
import { failureKinds, kindOfFailure, type FailureKind } from '@cloudpa/contracts/failures'
import { readOutside } from '@cloudpa/testing/cases'
import { expect, it } from 'vitest'
import ar from './messages/ar'
import en from './messages/en'
import es from './messages/es'
import ptBR from './messages/pt-BR'

// The API keeps plain English of its own (contracts/english), for programs; the web says the same in its own voice and
// in the reader's language. What holds the two together are the keys; the other languages are held to English's.
it('has words for every reason of a refusal, and for no other', () => {
  // That one hands on the English of a library, instead of which the web says what follows from the status.
  const { other: _, ...reasons } = errorReasons
  expect(Object.keys(en.errors.reasons).sort()).toEqual(Object.keys(reasons).sort())
})

it('has words for every kind of failure, and for no other', () => {
  // One that is missing here does not compile.
  const failures: Record<FailureKind, string> = en.messages.failures
  expect(Object.keys(failures).sort()).toEqual(failureKinds.toSorted())
})

it('has a sentence for each error of Twilio’s that can meet a message, in every language', () => {
  const codes = Object.keys(readOutside<Record<string, string>>('error-codes.json') ?? { 63016: '' })
  for (const code of codes) {
    const kind = kindOfFailure(code)
    expect(kind, code).not.toMatch(/other$/)
    for (const { messages } of [en, es, ptBR, ar])
      expect(messages.failures[kind], code).toMatch(/\S{2}.*\.$/u)
  }
})
