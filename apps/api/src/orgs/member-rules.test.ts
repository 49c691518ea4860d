import { expect, test } from 'vitest'
import { checkInvitation, checkMemberChange, type MemberChange } from './member-rules.js'

const change: MemberChange = {
  actor: 'owner',
  byKey: false,
  isSelf: false,
  from: 'member',
  to: 'admin',
  otherOwners: 1,
}
const codeOf = (part: Partial<MemberChange>) => {
  try {
    checkMemberChange({ ...change, ...part })
    return 'allowed'
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
}

test.each<[string, Partial<MemberChange>, string]>([
  ['an owner promotes', {}, 'allowed'],
  ['an owner makes an owner', { to: 'owner' }, 'allowed'],
  ['an admin promotes', { actor: 'admin' }, 'allowed'],
  ['an admin removes a member', { actor: 'admin', to: null }, 'allowed'],
  ['an admin makes an owner', { actor: 'admin', to: 'owner' }, 'forbidden'],
  ['an admin unmakes an owner', { actor: 'admin', from: 'owner' }, 'forbidden'],
  ['an admin removes an owner', { actor: 'admin', from: 'owner', to: null }, 'forbidden'],
  ['an admin leaves an owner an owner', { actor: 'admin', from: 'owner', to: 'owner' }, 'allowed'],
  ['a member promotes themself', { actor: 'member', isSelf: true }, 'forbidden'],
  ['a member removes another', { actor: 'member', to: null }, 'forbidden'],
  ['a member leaves', { actor: 'member', isSelf: true, to: null }, 'allowed'],
  ['a key removes a member', { actor: 'admin', byKey: true, to: null }, 'allowed'],
  ['a key promotes', { actor: 'admin', byKey: true }, 'forbidden'],
  ['a key demotes an admin', { actor: 'admin', byKey: true, from: 'admin', to: 'member' }, 'forbidden'],
  ['a key removes an admin', { actor: 'admin', byKey: true, from: 'admin', to: null }, 'forbidden'],
  ['one owner of two leaves', { isSelf: true, from: 'owner', to: null }, 'allowed'],
  ['the last owner leaves', { isSelf: true, from: 'owner', to: null, otherOwners: 0 }, 'conflict'],
  ['the last owner steps down', { isSelf: true, from: 'owner', to: 'admin', otherOwners: 0 }, 'conflict'],
])('%s: %s → %s', (_name, part, expected) => {
  expect(codeOf(part)).toBe(expected)
})

test('a key invites members, a person admins too', () => {
  expect(() => checkInvitation({ byKey: true, role: 'member' })).not.toThrow()
  expect(() => checkInvitation({ byKey: false, role: 'admin' })).not.toThrow()
  expect(() => checkInvitation({ byKey: true, role: 'admin' })).toThrow('Sign in')
})
