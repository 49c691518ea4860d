import { expect, it } from 'vitest'
import { viaOf } from './via'

const studio = { id: 'a1', name: 'Studio', formatted: '+1 415 555 0001' }
const unnamed = { id: 'a2', name: null, formatted: '+1 415 555 0002' }

it.each([
  ['by its name', [studio, unnamed], 'a1', 'Studio'],
  ['by its digits', [studio, unnamed], 'a2', '+1 415 555 0002'],
  ['not where there is no other', [studio], 'a1', null],
  ['not before the numbers are known', undefined, 'a1', null],
  ['not where the number was removed', [studio, unnamed], 'gone', null],
])('says which number a conversation is on: %s', (_, accounts, id, via) =>
  expect(viaOf(accounts, id)).toBe(via),
)
