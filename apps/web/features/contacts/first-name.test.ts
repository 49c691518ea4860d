import { expect, it } from 'vitest'
import { firstNameOf, namesOf } from './first-name'

const number = '+34 600 11 28 90'
const contact = (ourName: string | null, profileName: string | null) => ({
  ourName,
  profileName,
  name: ourName ?? profileName ?? number,
})

it.each([
  ['our name', 'María López', null, 'María', 'María López'],
  ['our name and theirs', 'María López', 'mari ✨', 'María', 'María López'],
  ['their name', null, 'Mari L', 'Mari', 'Mari L'],
  ['a number alone', null, null, '', ''],
])('calls somebody with %s', (_, ourName, profileName, first, name) => {
  expect(namesOf(contact(ourName, profileName))).toEqual({ first_name: first, name })
  expect(firstNameOf(contact(ourName, profileName))).toBe(first || number)
})

it('calls nobody while it is not known who it is', () => {
  expect(namesOf(undefined)).toEqual({ first_name: '', name: '' })
})
