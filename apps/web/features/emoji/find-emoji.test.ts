import { describe, expect, it } from 'vitest'
import { loadEmoji } from './emoji'
import { findEmoji } from './find-emoji'

describe.each([
  ['en', 'than', '🙏'],
  ['en', 'red_heart', '❤️'],
  ['en', 'smile', '😄'],
  ['es', 'gracias', '🙏'],
  ['es', 'corazon_rojo', '❤️'],
  ['pt-BR', 'coracao_vermelho', '❤️'],
  ['pt-BR', 'than', '🙏'],
  ['ar', 'قلب_أحمر', '❤️'],
  ['ar', 'than', '🙏'],
] as const)('in %s', (locale, query, char) => {
  it(`${query} is ${char}`, async () => {
    const found = findEmoji(await loadEmoji(locale), query, 8)
    expect(found.map((emoji) => emoji.char)).toContain(char)
    if (query === 'than') expect(found[0]?.char).toBe(char)
  })
})

it('finds nothing for what is no word', async () => {
  const groups = await loadEmoji('en')
  expect(findEmoji(groups, 'xqzv', 8)).toEqual([])
  expect(findEmoji(groups, 'a', 8)).toHaveLength(8)
})

it('every language has the same emoji, in the same places, and every one a name', async () => {
  const english = await loadEmoji('en')
  expect(english.flat().length).toBeGreaterThan(1_800)
  for (const locale of ['es', 'pt-BR', 'ar'] as const) {
    const groups = await loadEmoji(locale)
    expect(groups.map((group) => group.length)).toEqual(english.map((group) => group.length))
    expect(groups.flat().filter(({ name }) => !name)).toEqual([])
  }
  const own = (await loadEmoji('ar')).flat().filter(({ name }) => /\p{Script=Arabic}/u.test(name))
  expect(own.length).toBeGreaterThan(1_700)
})
