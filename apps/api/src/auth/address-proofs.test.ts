import { expect, test } from 'vitest'
import { Installation } from '../platform/installation.js'
import { AddressProofs } from './address-proofs.js'

const proofs = new AddressProofs(new Installation(Buffer.alloc(32, 1)))
const [noon, one] = [new Date('2026-11-20T12:00:00Z'), new Date('2026-11-20T13:00:00Z')]
const proof = proofs.make('Ann@proofs.test', one)

test('a proof holds for its address until it expires', () => {
  expect(proofs.holds('ann@proofs.test', proof, noon)).toBe(true)
  expect(proofs.holds('ann@proofs.test', proof, one)).toBe(false)
})

test.each([
  ['another address', 'eve@proofs.test', proof],
  [
    'a later expiry',
    'ann@proofs.test',
    proof.replace(/^\d+/, (expiresAtS) => String(Number(expiresAtS) + 3600)),
  ],
  ['nothing', 'ann@proofs.test', ''],
  ['a signature alone', 'ann@proofs.test', `.${proof.split('.')[1]}`],
])('%s proves nothing', (_what, email, given) => {
  expect(proofs.holds(email, given, noon)).toBe(false)
})

test('another installation’s proof is none', () => {
  const others = new AddressProofs(new Installation(Buffer.alloc(32, 2)))
  expect(others.holds('ann@proofs.test', proof, noon)).toBe(false)
})
