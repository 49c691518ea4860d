import { expect, test } from 'vitest'
import { refuseScope, scopeNeeded } from './key-scope.js'

test.each([
  ['GET', undefined, 'read'],
  ['HEAD', undefined, 'read'],
  ['POST', undefined, 'admin'],
  ['DELETE', undefined, 'admin'],
  ['POST', 'send', 'send'],
  ['GET', 'admin', 'admin'],
  ['POST', 'none', 'none'],
] as const)('%s of a route that says %s takes %s', (method, ofRoute, needed) => {
  expect(scopeNeeded(method, ofRoute)).toBe(needed)
})

test('a scope holds those before it, and none makes a key a person', () => {
  const scopes = ['read', 'send', 'admin'] as const
  const allowed = (needed: 'read' | 'send' | 'admin' | 'none') =>
    scopes.filter((scope) => refuseScope(scope, needed) === null)
  expect(allowed('read')).toEqual(['read', 'send', 'admin'])
  expect(allowed('send')).toEqual(['send', 'admin'])
  expect(allowed('admin')).toEqual(['admin'])
  expect(allowed('none')).toEqual([])
})
