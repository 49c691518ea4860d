import { readOutside } from '@cloudpa/testing/cases'
import { describe, expect, it, test } from 'vitest'
import { splitText } from './split-text.js'

/** The same pseudo-random numbers on every run, below 1. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const family = '👨‍👩‍👧‍👦'
const fragments = [
  'Hola, ¿qué tal?',
  ' ',
  '\n',
  '\r\n',
  '\n\n',
  ' \n \n ',
  '. ',
  'word ',
  'w'.repeat(10_000),
  family,
  family.repeat(60),
  '🇪🇸🇧🇷'.repeat(40),
  'e\u0301'.repeat(700),
  `a${'\u0301'.repeat(2_500)}`,
  'مرحبا، كيف حالك؟ ',
  'مرحبا'.repeat(400),
  '今日は良い天気ですね。'.repeat(30),
  '汉'.repeat(1_700),
  'ภาษาไทยไม่มีช่องว่าง'.repeat(30),
  '*bold words here* ',
  '_it *both* here_ ',
  '~gone~',
  `*${'very bold '.repeat(300)}bold*`,
  `_${'x'.repeat(4_000)}_`,
  `\`\`\`\n${'  const a = 1\n'.repeat(200)}\`\`\``,
  '```short``` ',
  '`one` ',
  '*',
  '_',
  '~',
  '```',
  '`',
  '2 * 3 * 4',
  '*_~'.repeat(50),
  'https://example.com/a_b*c~d?e=_f_ ',
  '\u200b',
  '\ufeff',
]
const texts = [...fragments, ...(readOutside<string[]>('naughty-strings.json') ?? [])]

/** What of a text must not be lost: all but white space, and marks, which may be closed and opened again. */
const inkOf = (text: string) => text.replace(/[\s*_~`]/g, '')

const half = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

function expectWhole(text: string, longest: number): void {
  const parts = splitText(text, longest)
  for (const part of parts) {
    expect(part.length).toBeLessThanOrEqual(longest)
    expect(part.trim()).not.toBe('')
    expect(half.test(part)).toBe(half.test(text) && half.test(part))
  }
  expect(parts.map(inkOf).join('')).toBe(inkOf(text))
}

/** What some work takes of a processor, in microseconds: whatever else runs, the least of several times. */
function costOf(work: () => unknown): number {
  const costs = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage()
    work()
    return process.cpuUsage(before).user
  })
  return Math.min(...costs)
}

/** What other files do in this process meanwhile is counted too: a fault of ours fails each time, their work does not. */
const beside = { retry: 4 }

describe('any text', () => {
  it('keeps all its letters, in their order, in parts that a message holds', () => {
    const random = numbersFrom(9)
    for (let round = 0; round < 300; round += 1) {
      const longest = [80, 200, 1_600][round % 3] as number
      let text = 'x'
      while (text.length <= longest * (1 + random() * 4)) text += texts[Math.floor(random() * texts.length)]
      expectWhole(text, longest)
    }
  })

  const units = ['*a', '_a_ ', '*_~x~_* ', '```', '`', '* ', ' ', '\n', '*a\n', 'a\u0301', '.)', ')', family]
  it.each([...units, '*', 'x', '.', '。', 'ภาษาไทยไม่มีช่องว่าง', '🇪🇸', '`a   b` '])(
    'of nothing but %j costs no more per letter the longer it is',
    beside,
    (unit) => {
      const ofLength = (length: number) => unit.repeat(Math.ceil(length / unit.length))
      expectWhole(`x${ofLength(65_000)}`, 1_600)
      const [short, long] = [ofLength(16_384), ofLength(65_536)]
      // Four times as much of it; what is over in a moment is measured by the moment.
      expect(costOf(() => splitText(long))).toBeLessThan(
        10 *
          Math.max(
            costOf(() => splitText(short)),
            1_000,
          ),
      )
    },
  )

  it.each(['*', 'x', '*a', 'ภาษาไทยไม่มีช่องว่าง'])(
    'of nothing but %j is not looked at word by word',
    beside,
    (unit) => {
      const text = unit.repeat(Math.ceil(65_536 / unit.length))
      const segmenters = (['grapheme', 'word'] as const).map(
        (granularity) => new Intl.Segmenter(undefined, { granularity }),
      )
      const messages = Array.from({ length: 41 }, (_, index) =>
        text.slice(index * 1_600, (index + 1) * 1_600),
      )
      const lookAt = (message: string) => segmenters.map((segmenter) => [...segmenter.segment(message)])
      const whole = costOf(() => messages.map((message) => lookAt(message).length))
      expect(costOf(() => splitText(text))).toBeLessThan(whole / 2)
    },
  )

  it('that fits is left as it is', () => {
    expect(splitText(`  ${'x'.repeat(1_597)} `)).toEqual([`  ${'x'.repeat(1_597)} `])
  })
})

const sentence = 'This is a sentence of some length. '
test.each([
  [
    'paragraphs',
    `${sentence.repeat(30)}\n\n${sentence.repeat(30)}`,
    [sentence.repeat(30).trim(), sentence.repeat(30).trim()],
  ],
  ['lines', `${'a '.repeat(500)}\n${'b '.repeat(500)}`, ['a '.repeat(500).trim(), 'b '.repeat(500).trim()]],
  ['sentences', sentence.repeat(60), [sentence.repeat(45).trim(), sentence.repeat(15).trim()]],
  ['words', 'word '.repeat(400), ['word '.repeat(320).trim(), 'word '.repeat(80).trim()]],
  ['letters', 'x'.repeat(1_700), ['x'.repeat(1_600), 'x'.repeat(100)]],
])('is split between %s', (_between, text, parts) => {
  expect(splitText(text)).toEqual(parts)
})

test('no letter of several characters is cut', () => {
  const parts = splitText(family.repeat(300))
  for (const part of parts) expect(part.replaceAll(family, '')).toBe('')
  for (const part of splitText(`x${'e\u0301'.repeat(2_000)}`)) expect(part).toMatch(/^x?(e\u0301)+$/)
})

test('marked words that fit stay in one message, with their marks', () => {
  const bold = `*${'bold '.repeat(100)}end*`
  expect(splitText(`${'word '.repeat(290)}${bold} after`)).toEqual([
    'word '.repeat(290).trim(),
    `${bold} after`,
  ])
})

test('marks around more than a message holds are closed and opened again, inner ones too', () => {
  const parts = splitText(`Look: *${'bold words '.repeat(200)}_${'both '.repeat(400)}end_* and after`)
  expect(parts.length).toBeGreaterThan(2)
  expect(parts.shift()).toBe('Look:')
  expect(parts[0]).toMatch(/^\*bold.*\*$/)
  expect(parts.at(-1)).toMatch(/\* and after$/)
  for (const part of parts) {
    expect(part.match(/\*/g)).toHaveLength(2)
    expect((part.match(/_/g) ?? []).length % 2).toBe(0)
  }
})

test('code keeps how its lines begin', () => {
  const parts = splitText(`\`\`\`${'    indented\n'.repeat(200)}\`\`\``)
  expect(parts.length).toBe(2)
  for (const part of parts) expect(part).toMatch(/^```\s*indented[\s\S]*indented\s*```$/)
})

test('no flag is cut, wherever the message before it ends', () => {
  for (const before of ['', 'x', 'xy', 'xyz']) {
    const parts = splitText(`${before}${'🇪🇸🇧🇷'.repeat(600)}`)
    for (const part of parts) expect(part.replaceAll(/[xyz]|🇪🇸|🇧🇷/gu, '')).toBe('')
  }
})

test('Thai is split between words', () => {
  const [first = ''] = splitText('ภาษาไทย'.repeat(400))
  expect(first.replaceAll('ภาษาไทย', '')).toMatch(/^(ภาษา)?$/)
})
