import { expect, it } from 'vitest'
import { splitMentions } from './split-mentions'

const ana = { memberId: 'ana', name: 'Ana' }
const whole = { memberId: 'ana', name: 'Ana Souza' }
const odd = { memberId: 'odd', name: 'A.B (C|D)' }

it.each([
  [
    '@Ana is here',
    [ana],
    [
      ['@Ana', ['ana']],
      [' is here', []],
    ],
  ],
  [
    'ask @Ana Souza, @Ana',
    [ana, whole],
    [
      ['ask ', []],
      ['@Ana Souza', ['ana']],
      [', ', []],
      ['@Ana', ['ana']],
    ],
  ],
  ['@Anabel', [ana], [['@Anabel', []]]],
  ['to x@Ana', [ana], [['to x@Ana', []]]],
  [
    '@A.B (C|D)!',
    [odd],
    [
      ['@A.B (C|D)', ['odd']],
      ['!', []],
    ],
  ],
  ['@Ana', [ana, { memberId: 'ann', name: 'Ana' }], [['@Ana', ['ana', 'ann']]]],
  ['', [], [['', []]]],
])('%s', (body, mentions, expected) => {
  expect(splitMentions(body, mentions).map(({ text, of }) => [text, of])).toEqual(expected)
})
