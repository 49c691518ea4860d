import { mostMentions } from '@cloudpa/contracts/note-limits'
import { describe, expect, it } from 'vitest'
import { findMentions } from './find-mentions.js'

const members = [
  { id: 'ana', name: 'Ana Souza' },
  { id: 'ben', name: 'Ben' },
  { id: 'benedikt', name: 'Benedikt Ng' },
  { id: 'tom', name: 'Tom Reed' },
  { id: 'tomas', name: 'Tom Okafor' },
  { id: 'leila', name: 'ليلى حداد' },
  { id: 'zoe', name: 'Zoë O’Hara-Lee' },
  { id: 'ipek', name: 'İpek Aydın' },
  { id: 'nikos', name: 'Νίκος' },
]

const named = (body: string) => findMentions(body, members).map(({ memberId, name }) => [memberId, name])

describe('whom a note names', () => {
  it.each<[string, string[][]]>([
    ['@Ana Souza my kiln is full', [['ana', 'Ana Souza']]],
    ['@Ana my kiln is full', [['ana', 'Ana']]],
    [
      'ask @ana, or @BEN.',
      [
        ['ana', 'ana'],
        ['ben', 'BEN'],
      ],
    ],
    ['(@Ben)', [['ben', 'Ben']]],
    [
      '@Benedikt and @Ben',
      [
        ['benedikt', 'Benedikt'],
        ['ben', 'Ben'],
      ],
    ],
    ['@Benjamin', []],
    ['@Bens', []],
    ['@Tom', []],
    ['@Tom Okafor knows', [['tomas', 'Tom Okafor']]],
    ['@ليلى حداد شكرا', [['leila', 'ليلى حداد']]],
    ['@ليلى', [['leila', 'ليلى']]],
    ['@Zoë O’Hara-Lee', [['zoe', 'Zoë O’Hara-Lee']]],
    [
      '@Ana @Ana @Ana Souza',
      [
        ['ana', 'Ana'],
        ['ana', 'Ana Souza'],
      ],
    ],
    [
      '@İpek Aydın, @İpek: look; @ipek',
      [
        ['ipek', 'İpek Aydın'],
        ['ipek', 'İpek'],
        ['ipek', 'ipek'],
      ],
    ],
    [
      'İİ @Ben, @ΝΊΚΟΣ ?',
      [
        ['ben', 'Ben'],
        ['nikos', 'ΝΊΚΟΣ'],
      ],
    ],
    ['write to ana@ana.example', []],
    ['@@Ana', []],
    ['Ana', []],
    ['@', []],
    ['@ Ana', []],
  ])('%s', (body, expected) => {
    expect(named(body)).toEqual(expected)
  })

  it('names all members of one name', () => {
    const twins = [
      { id: 'a', name: 'Ann' },
      { id: 'b', name: 'Ann' },
    ]
    expect(findMentions('@Ann', twins).map(({ memberId }) => memberId)).toEqual(['a', 'b'])
  })

  it('ends at its limit, and soon', () => {
    const crowd = Array.from({ length: 1_000 }, (_, at) => ({ id: `${at}`, name: `Ann ${at}` }))
    const body = crowd.map(({ name }) => `@${name}`).join(' ')
    expect(findMentions(body, crowd)).toHaveLength(mostMentions)
    expect(findMentions('@'.repeat(4_000), crowd)).toEqual([])
    expect(findMentions('@A '.repeat(1_300), crowd)).toEqual([])
  })
})
