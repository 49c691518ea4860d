import { expect, it } from 'vitest'
import type { Content } from './api.js'
import { saysOf } from './says.js'

const says = (content: Content) => saysOf({ content })
const place = { kind: 'location', body: '', latitude: 36.72, longitude: -4.42, address: null } as const

it('says a message’s words, whatever comes with them', () => {
  expect(says({ kind: 'image', body: 'Look', files: [] })).toBe('Look')
})

it.each([
  ['Photo', 'image'],
  ['Sticker', 'sticker'],
  ['Video', 'video'],
  ['Voice message', 'voice'],
  ['Contact card', 'contacts'],
  ['Document', 'document'],
] as const)('calls what has no words a %s, when it is a %s', (name, kind) => {
  expect(says({ kind, body: '', files: [] })).toBe(name)
})

it('calls a location by its name or a place, and says so when there is nothing to say', () => {
  expect(says({ ...place, label: null })).toBe('Location')
  expect(says({ ...place, label: 'Café' })).toBe('Café')
  expect(says({ kind: 'unknown', body: '', fields: {} })).toBe('Unknown type')
})
