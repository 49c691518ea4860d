import { avatarTone } from '@cloudpa/face/avatar'
import { expect, it } from 'vitest'
import { builtInCustomers, person } from '../customers.js'
import { presentCustomer } from './present.js'

it('the customers of a fresh phone all have another colour, none of them made from their name', () => {
  const people = builtInCustomers()
  expect(new Set(people.map((each) => presentCustomer(each).tone)).size).toBe(people.length)
  for (const each of people)
    expect(presentCustomer({ ...each, id: 'other', name: 'Other' }).tone).toBe(presentCustomer(each).tone)
  expect(presentCustomer(person('x', 'X', { userId: 'IN.1' })).tone).toBe(avatarTone('IN.1'))
})

it('an address is shown as the inbox shows it', () => {
  const shown = (address: Parameters<typeof person>[2]) =>
    presentCustomer(person('x', 'X', address)).shownAddress
  expect(shown({ phone: '+12025550141', username: 'x' })).toBe('+1 202 555 0141')
  expect(shown({ userId: 'IN.1', username: 'priya.nair' })).toBe('@priya.nair')
  expect(shown({ userId: 'IN.1' })).toBe('IN.1')
})
