import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { examine } from './examine.js'

const folder = mkdtempSync(join(tmpdir(), 'cloudpa-examine-'))
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
async function examined(content: Uint8Array | string, said: string) {
  count += 1
  const [path, thumbnail] = [join(folder, `f${count}`), join(folder, `t${count}`)]
  writeFileSync(path, content)
  const found = await examine(path, said, thumbnail)
  return {
    ...found,
    thumbnail: found.thumbnailBytes === null ? null : await sharp(thumbnail).metadata(),
  }
}

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#0a7' } })

it.each(['jpeg', 'png', 'gif', 'webp'] as const)('draws a small picture of a %s', async (format) => {
  const found = await examined(await plain(1600, 400).toFormat(format).toBuffer(), `image/${format}`)
  expect(found).toMatchObject({ contentType: `image/${format}`, shown: { width: 1600, height: 400 } })
  expect(found.thumbnail).toMatchObject({ format: 'webp', width: 720, height: 180 })
})

it('turns a picture as it is looked at', async () => {
  const found = await examined(
    await plain(300, 200).withMetadata({ orientation: 8 }).jpeg().toBuffer(),
    'image/jpeg',
  )
  expect(found.shown).toMatchObject({ width: 200, height: 300 })
  expect(found.thumbnail).toMatchObject({ width: 200, height: 300 })
})

it.each([
  ['a picture that ends too early', async () => (await plain(900, 900).png().toBuffer()).subarray(0, 900)],
  ['a picture that unpacks to too much', () => plain(9_000, 9_000).png().toBuffer()],
  [
    'letters with the mark of a picture',
    () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('<svg>')]),
  ],
  ['a format that no browser draws', () => plain(10, 10).tiff().toBuffer()],
])('keeps %s as a document', async (_, make) => {
  const found = await examined(await make(), 'image/png')
  expect(found).toMatchObject({ kind: 'document', thumbnail: null, shown: { width: null, height: null } })
})

/** Written in several passes, which a reader must bring together. */
const whole = { progressive: true }
const deep = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: '#0000' } }).toColourspace('rgb16')

describe('a picture of many pixels', () => {
  it.each<[string, () => Sharp]>([
    ['a JPEG that is read row by row', () => plain(8_000, 5_000).jpeg()],
    ['what a phone makes of twelve megapixels, row by row or not', () => plain(4_000, 3_000).jpeg(whole)],
    ['a screenshot of a long page', () => plain(1_400, 20_000).png()],
  ])('is drawn: %s', async (_, make) => {
    const found = await examined(await make().toBuffer(), 'image/jpeg')
    expect(found).toMatchObject({ kind: 'image', thumbnail: { format: 'webp' } })
  })

  it.each<[string, () => Sharp]>([
    ['a JPEG', () => plain(4_100, 4_000).jpeg(whole)],
    ['a PNG', () => plain(4_100, 4_000).png({ ...whole, compressionLevel: 1 })],
    ['a PNG of 16 bits', () => deep(2_900, 2_800).png(whole)],
    ['a PNG of few rows', () => plain(20_000, 1_000).png()],
    ['a GIF', () => plain(4_100, 4_000).gif({ effort: 1 })],
    ['a WebP', () => plain(4_100, 4_000).webp({ effort: 0 })],
  ])('is a document where all of it would be in memory at once: %s', async (_, make) => {
    const found = await examined(await make().toBuffer(), 'image/jpeg')
    expect(found).toMatchObject({ kind: 'document', thumbnail: null })
  })
})
