import { expect, it } from 'vitest'
import { HintPayload, payloadsOf } from './hint.js'

it('says each org once of each kind', () => {
  const payloads = payloadsOf([
    { kind: 'events', orgIds: ['one', 'two'] },
    { kind: 'access', orgIds: ['one'] },
    { kind: 'events', orgIds: ['two', 'three'] },
  ])
  expect(payloads.map((payload) => HintPayload.parse(payload))).toEqual([
    { kind: 'events', orgIds: ['one', 'two', 'three'] },
    { kind: 'access', orgIds: ['one'] },
  ])
})

it('fits into what NOTIFY carries, however many orgs there are', () => {
  const orgIds = Array.from({ length: 1_000 }, (_, index) => `${index}`.padStart(36, '0'))
  const payloads = payloadsOf([{ kind: 'events', orgIds }])
  expect(payloads.every((payload) => payload.length < 8_000)).toBe(true)
  expect(payloads.flatMap((payload) => HintPayload.parse(payload).orgIds)).toEqual(orgIds)
})
