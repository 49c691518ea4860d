import { describe, expect, it } from 'vitest'
import { compareMigrations, type AppliedMigration, type Migration } from './schema.js'

const built: Migration[] = [
  { name: '1_init', checksum: 'a' },
  { name: '2_more', checksum: 'b' },
]
const [init, more] = built.map((one): AppliedMigration => ({ ...one, finished: true })) as [
  AppliedMigration,
  AppliedMigration,
]
const newer = { name: '3_newer', checksum: 'c', finished: true }
const open = (migration: AppliedMigration) => ({ ...migration, finished: false })
const otherText = (migration: AppliedMigration) => ({ ...migration, checksum: 'x' })

describe('a database’s migrations beside those of the build', () => {
  it.each<[string, AppliedMigration[], { kind: string; names: string } | undefined]>([
    ['all of them', [init, more], undefined],
    ['all of them, in another order', [more, init], undefined],
    ['none', [], { kind: 'behind', names: '1_init' }],
    ['the first alone', [init], { kind: 'behind', names: '2_more' }],
    ['a later one without an earlier', [more], { kind: 'behind', names: '1_init' }],
    ['one that the build lacks', [init, more, newer], { kind: 'ahead', names: '3_newer' }],
    ['one of another text', [otherText(init), more], { kind: 'other-text', names: '1_init' }],
    ['one that is not finished', [init, open(more)], { kind: 'unfinished', names: '2_more' }],
    [
      'the unfinished before the newer',
      [otherText(init), open(newer)],
      { kind: 'unfinished', names: '3_newer' },
    ],
    ['the newer before the other text', [otherText(init), more, newer], { kind: 'ahead', names: '3_newer' }],
    ['the other text before the missing', [otherText(init)], { kind: 'other-text', names: '1_init' }],
  ])('%s', (_, applied, expected) => {
    const fault = compareMigrations(built, applied)
    expect(fault?.kind).toBe(expected?.kind)
    expect(fault?.message ?? '').toContain(expected?.names ?? '')
  })
})
