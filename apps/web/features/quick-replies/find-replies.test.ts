import { expect, it } from 'vitest'
import { findReplies } from './find-replies'

const reply = (shortcut: string, text: string) => ({
  id: shortcut,
  shortcut,
  text,
  shared: true,
  updatedAt: '2026-11-22T12:00:00.000Z',
})
const replies = [
  reply('away', 'Back on Monday, prices as before.'),
  reply('old-prices', 'Those of 2025'),
  reply('preço', 'A lista'),
  reply('prices', 'The list is attached'),
]
const found = (query: string) => findReplies(replies, query).map(({ shortcut }) => shortcut)

it('finds by the beginning of the shortcut, then by any part of it, then by words of the text', () => {
  expect(found('')).toEqual(['away', 'old-prices', 'preço', 'prices'])
  expect(found('pri')).toEqual(['prices', 'old-prices', 'away'])
  expect(found('PRECO')).toEqual(['preço'])
  expect(found('monday before')).toEqual(['away'])
  expect(found('monday never')).toEqual([])
})
