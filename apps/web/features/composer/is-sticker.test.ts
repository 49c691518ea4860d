import { expect, it } from 'vitest'
import { isSticker } from './is-sticker'

it('a WebP is a sticker where it has the size of one, and a picture otherwise', () => {
  const webp = { type: 'image/webp', bytes: 90_000 }
  expect(isSticker(webp, 512, 512)).toBe(true)
  expect(isSticker(webp, 512, 511)).toBe(false)
  expect(isSticker({ ...webp, bytes: 512_001 }, 512, 512)).toBe(false)
  expect(isSticker({ ...webp, type: 'image/png' }, 512, 512)).toBe(false)
})
