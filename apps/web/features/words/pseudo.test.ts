import { expect, it } from 'vitest'
import { pseudo } from './pseudo'

it('accents and lengthens words, and leaves what is filled in and the names of tags alone', () => {
  const count = [['count', 2, { one: [0, ' person ', ['name'], ' waits'], other: [0, ' wait'] }]]
  const words = { room: { plain: 'Sure', rich: ['Hi ', ['name'], ', ', ['b', 'sure']], count } }
  expect(pseudo(words)).toEqual({
    room: {
      plain: '[Šúré··]',
      rich: ['[', 'Hí ', ['name'], ', ', ['b', 'šúré'], expect.stringMatching(/^·+]$/)],
      count: [
        '[',
        ['count', 2, { one: [0, ' péršóñ ', ['name'], ' wáítš'], other: [0, ' wáít'] }],
        expect.stringMatching(/^·+]$/),
      ],
    },
  })
})
