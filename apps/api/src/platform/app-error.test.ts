import { knowsReason, sayError } from '@cloudpa/contracts/english'
import { ErrorBody, errorReasons, errorStatus, type ErrorReason } from '@cloudpa/contracts/errors'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from './app-error.js'
import { errorBody } from './error-body.js'
import { refuseInput } from './refuse-input.js'

const reasons = Object.keys(errorReasons) as ErrorReason[]

/** One value of each kind that a sentence can be told; another kind fails here, and wants a sample. */
function sampleOf(schema: z.core.$ZodType): unknown {
  if (schema instanceof z.ZodString) return 'Ann@example.com'
  if (schema instanceof z.ZodNumber) return 31
  if (schema instanceof z.ZodEnum) return schema.options[0]
  if (schema instanceof z.ZodOptional) return undefined
  if (schema instanceof z.ZodArray) return [sampleOf(schema.element)]
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(Object.entries(schema.shape).map(([name, part]) => [name, sampleOf(part)]))
  throw new Error(`no sample of ${schema._zod.def.type}`)
}

test.each(reasons)('%s has a code, and a sentence that tells all its parameters', (reason) => {
  const { code, params } = errorReasons[reason]
  expect(errorStatus[code]).toBeGreaterThanOrEqual(400)
  const told = params.parse(sampleOf(params))
  expect(knowsReason(reason)).toBe(true)
  const sentence = sayError(reason, told)
  expect(sentence.length).toBeGreaterThan(5)
  expect(sentence).not.toMatch(/undefined|\[object/)
  // A business is a business everywhere, and nobody is scolded or begged.
  expect(sentence).not.toMatch(/organi[sz]ation|\b(?:in)?valid|please|oops|success|!/i)
  for (const value of Object.values(told))
    if (!Array.isArray(value)) expect(sentence).toContain(String(value))
})

test('what a client gets is enough to say the sentence anew', () => {
  const refusals = [
    new AppError('client_id_used'),
    new AppError('invited_often', { email: 'ann@example.com', minutes: 20 }),
    new AppError('token_sealed', { key: 'k1' }, { cause: new Error('sealed') }),
  ]
  for (const refusal of refusals) {
    const { error } = ErrorBody.parse(JSON.parse(JSON.stringify(errorBody(refusal, 'r1'))))
    const { reason, ...told } = error.params as { reason: ErrorReason }
    expect(error.message).toBe(sayError(reason, told as never))
    expect(error.code).toBe(errorReasons[reason].code)
  }
})

test('a refused input says of each fault where and of which kind it is', () => {
  const Form = z.strictObject({ name: z.string().max(3, 'Too long.'), tags: z.array(z.email('No address.')) })
  const { issues } = Form.safeParse({ name: 'Annabel', tags: ['a@b.example', 'b'], more: 1 }).error ?? {}
  const refusal = refuseInput(issues ?? [])
  expect(refusal.code).toBe('invalid_request')
  expect(refusal.params).toEqual({
    reason: 'input',
    issues: [
      { path: 'name', code: 'too_big', message: 'Too long.', maximum: 3 },
      { path: 'tags.1', code: 'invalid_format', message: 'No address.' },
      { path: '', code: 'unrecognized_keys', message: 'Unrecognized key: "more"' },
    ],
  })
  expect(refusal.message).toBe('name: Too long.; tags.1: No address.; Unrecognized key: "more"')
})
