import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { sessionLimits } from './pool.js'
import { compareMigrations, connectionOptions, type AppliedMigration, type Migration } from './schema.js'

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

describe('what an address asks for beside the database', () => {
  /** What pg makes of an address, and of what it is told beside it. */
  function connect(query: string, told: Parameters<typeof connectionOptions>[1] = {}) {
    const url = `postgresql://ann:a%2Fb@db.test:5433/cloudpa${query}`
    const client = new pg.Client({ ...connectionOptions(url, told), ...sessionLimits })
    return (client as unknown as { connectionParameters: Record<string, unknown> }).connectionParameters
  }
  const ours = { role: 'cloudpa_tenant', schema: 'public' }

  it('takes nothing from the role and the schema to work in', () => {
    const own = '-c search_path="public" -c role=cloudpa_tenant'
    expect(connect('', ours).options).toBe(own)
    expect(connect('?options=-c%20role%3Dann%20-c%20jit%3Doff&schema=theirs', ours).options).toBe(
      `-c role=ann -c jit=off ${own}`,
    )
  })

  it('takes nothing from the limits of a connection', () => {
    const limits = Object.keys(sessionLimits).map((name) => `${name}=0`)
    expect(connect(`?${limits.join('&')}&query_timeout=1`)).toMatchObject({
      ...sessionLimits,
      query_timeout: false,
    })
  })

  it('holds otherwise', () => {
    expect(connect('?options=-c%20jit%3Doff&application_name=ours&schema=theirs')).toMatchObject({
      options: '-c jit=off -c search_path="theirs"',
      application_name: 'ours',
      password: 'a/b',
      port: 5433,
    })
  })
})
