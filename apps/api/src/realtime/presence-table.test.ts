import { expect, it } from 'vitest'
import { readNotes, writeNotes, type PresenceNote } from './presence-note.js'
import { PresenceTable } from './presence-table.js'

const leaseMs = 30_000
const note = (over: Partial<PresenceNote> = {}): PresenceNote => ({
  orgId: 'studio',
  conversationId: 'amina',
  memberId: 'ana',
  screen: 'desk-0001',
  state: 'looking',
  ...over,
})
const at = (table: PresenceTable, conversationId = 'amina') =>
  table.at('studio', conversationId).members.map(({ memberId, state }) => `${memberId} ${state}`)

it('has each member once, who types if any of their screens does, and is where that screen went', () => {
  const table = new PresenceTable(leaseMs)
  expect(table.hear(note(), 0)).toEqual(['amina'])
  expect(table.hear(note({ screen: 'phone-001', state: 'typing' }), 0)).toEqual(['amina'])
  expect(table.hear(note({ memberId: 'oliver' }), 0)).toEqual(['amina'])
  expect(at(table)).toEqual(['ana typing', 'oliver looking'])
  expect(table.hear(note(), 1)).toEqual([])
  expect(table.hear(note({ screen: 'phone-001', conversationId: 'tom' }), 2)).toEqual(['tom', 'amina'])
  expect([at(table), at(table, 'tom')]).toEqual([['ana looking', 'oliver looking'], ['ana looking']])
  expect(table.of('studio')).toHaveLength(2)
  expect(table.of('another org')).toEqual([])
})

it('frees a seat at a goodbye, but not at a late one to the conversation before', () => {
  const table = new PresenceTable(leaseMs)
  table.hear(note(), 0)
  table.hear(note({ conversationId: 'tom' }), 1)
  expect(table.hear(note({ state: 'left' }), 2)).toEqual([])
  expect(table.hear(note({ conversationId: 'tom', memberId: 'oliver', state: 'left' }), 3)).toEqual([])
  expect(at(table, 'tom')).toEqual(['ana looking'])
  expect(table.hear(note({ conversationId: 'tom', state: 'left' }), 4)).toEqual(['tom'])
  expect(table.of('studio')).toEqual([])
})

it('takes who is silent for no longer typing, and later for gone', () => {
  const table = new PresenceTable(leaseMs)
  table.hear(note({ state: 'typing' }), 0)
  expect(table.expire(leaseMs / 3 - 1).size).toBe(0)
  expect([...(table.expire(leaseMs / 3).get('studio') ?? [])]).toEqual(['amina'])
  expect(at(table)).toEqual(['ana looking'])
  table.hear(note(), leaseMs - 1)
  expect(table.expire(leaseMs).size).toBe(0)
  expect([...(table.expire(2 * leaseMs - 1).get('studio') ?? [])]).toEqual(['amina'])
  expect(table.of('studio')).toEqual([])
  expect(table.expire(9 * leaseMs).size).toBe(0)
})

it('has room for ten screens of one member, and for no more than a thousand of an org', () => {
  const table = new PresenceTable(leaseMs)
  table.hear(note({ memberId: 'oliver' }), 0)
  for (let screen = 0; screen < 1_100; screen += 1) {
    table.hear(note({ screen: `flood-${screen}`, conversationId: `chat ${screen}` }), screen)
  }
  expect(table.of('studio')).toHaveLength(11)
  expect(at(table, 'chat 1099')).toEqual(['ana looking'])
  expect(at(table)).toEqual(['oliver looking'])
  for (let member = 0; member < 1_100; member += 1) {
    table.hear(note({ memberId: `member ${member}`, conversationId: 'lobby' }), 1_100)
  }
  expect(at(table, 'lobby')).toHaveLength(1_000 - 11)
  table.expire(1_100 + leaseMs)
  expect(table.hear(note(), 100_000)).toEqual(['amina'])
})

it('says of a seat that was given up for another screen that nobody is there any more', () => {
  const table = new PresenceTable(leaseMs)
  for (let screen = 0; screen < 10; screen += 1) {
    table.hear(note({ screen: `tab-0000${screen}`, conversationId: `chat ${screen}` }), screen)
  }
  expect(table.hear(note({ screen: 'tab-00010' }), 10)).toEqual(['amina', 'chat 0'])
  expect(at(table, 'chat 0')).toEqual([])
  expect(table.among('studio', new Set(['chat 0', 'amina']))).toEqual([
    { conversationId: 'chat 0', members: [] },
    { conversationId: 'amina', members: [{ memberId: 'ana', state: 'looking' }] },
  ])
})

it('is passed on in payloads that NOTIFY can carry, of each screen the last', () => {
  const id = '01234567-89ab-cdef-0123-456789abcdef'
  const notes = Array.from({ length: 500 }, (_, index) =>
    note({ orgId: id, conversationId: id, memberId: id, screen: `${index}`.padStart(36, '0') }),
  )
  const later = notes.slice(0, 100).map((one): PresenceNote => ({ ...one, state: 'left' }))
  const payloads = writeNotes([...notes, ...later])
  expect(payloads.every((payload) => payload.length < 8_000)).toBe(true)
  expect(payloads.flatMap((payload) => readNotes(payload) ?? [])).toEqual([...notes.slice(100), ...later])
})

it('leaves alone what is no note', () => {
  for (const said of ['', '{}', '[[1]]', '[["a","b","c","desk-0001","dancing"]]']) {
    expect(readNotes(said)).toBeNull()
  }
})
