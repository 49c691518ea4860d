import { expect, test } from 'vitest'
import { may } from './may.js'

test('an owner may do all, an admin all but an owner’s things, a member neither', () => {
  expect([may('owner', 'owner'), may('owner', 'admin'), may('owner', 'member')]).toEqual([true, true, true])
  expect([may('admin', 'owner'), may('admin', 'admin'), may('admin', 'member')]).toEqual([false, true, true])
  expect([may('member', 'owner'), may('member', 'admin'), may('member', 'member')]).toEqual([
    false,
    false,
    true,
  ])
})
