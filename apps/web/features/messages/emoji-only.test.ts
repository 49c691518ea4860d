import { expect, it } from 'vitest'
import { isEmojiOnly } from './emoji-only'

it.each(['👍', '❤️', '❤', '🎉🎉🎉', '👍🏽 🙏', '👨‍👩‍👧‍👦', '🇪🇸', '3️⃣', '☺️', '🏳️‍🌈'])('%s is a picture', (text) =>
  expect(isEmojiOnly(text)).toBe(true),
)

it.each(['', ' ', '3', '#', 'ok 👍', '🎉🎉🎉🎉', '©', 'hello'])('%j is text', (text) =>
  expect(isEmojiOnly(text)).toBe(false),
)
