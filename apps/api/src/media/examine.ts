import { open, stat } from 'node:fs/promises'
import type { CardContact } from '@cloudpa/contracts/content'
import type { Medium } from '@cloudpa/contracts/media'
import type { Metadata } from 'sharp'
import { decideKind, type Decided } from './decide-kind.js'
import { maxHeldPixels, maxPixels } from './limits.js'
import { readCards } from './read-cards.js'

/** As much as the formats' own marks are found in. */
const headBytes = 4_100
/** Of the small picture, in pixels: the widest bubble on a dense screen. */
const thumbnailSize = 720
/** A PNG is read row by row, and so many rows are kept meanwhile: of a wide one, as good as all. */
const rowsKeptOfPng = 2_000
/** The longest that drawing may take, in seconds: some ten times what the largest picture takes. */
const drawingSeconds = 20

export interface Examined extends Decided {
  /** The people in it, where it is a contact card. */
  cards: CardContact[]
  thumbnailBytes: number | null
  shown: Pick<Medium, 'width' | 'height' | 'durationMs' | 'peaks'>
}

/**
 * Finds out what a file is, and makes a small picture of one that is a picture. What can't be drawn safely or at all is
 * kept as a document: it can be saved, and no browser unpacks it.
 * @param said the content type that came with it
 * @param thumbnailPath where the small picture goes
 */
export async function examine(path: string, said: string | null, thumbnailPath: string): Promise<Examined> {
  const head = await readHead(path)
  // What reads formats is loaded with the first file: the start of a process need not wait for it.
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(head)
  const decided = decideKind(said, found?.mime, head)
  const shown = { width: null, height: null, durationMs: null, peaks: null }
  const cards = decided.contentType === 'text/vcard' ? await readCards(path) : []
  if (decided.kind !== 'image' && decided.kind !== 'sticker')
    return { ...decided, cards, thumbnailBytes: null, shown }
  const drawn = await draw(path, thumbnailPath)
  if (!drawn) return { ...decided, kind: 'document', cards, thumbnailBytes: null, shown }
  return {
    ...decided,
    cards,
    thumbnailBytes: drawn.bytes,
    shown: { ...shown, width: drawn.width, height: drawn.height },
  }
}

/** The first bytes of a file. */
export async function readHead(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Set up once: whoever sets it up again takes the formats from a picture that is being read. */
let loaded: ReturnType<typeof loadSharp> | undefined

/** Reads the formats that are drawn, and knows no other. */
async function loadSharp() {
  const { default: sharp } = await import('sharp')
  // One picture uses one core, and none is kept for a next one, which never comes.
  sharp.concurrency(1)
  sharp.cache(false)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: ['Jpeg', 'Png', 'Nsgif', 'Webp'].map((format) => `VipsForeignLoad${format}File`),
  })
  return sharp
}

/** @returns the picture's own size, as it is looked at; undefined when it is none, or one that is too large to unpack */
async function draw(
  path: string,
  to: string,
): Promise<{ width: number; height: number; bytes: number } | undefined> {
  loaded ??= loadSharp()
  const sharp = await loaded
  try {
    const picture = sharp(path, { limitInputPixels: maxPixels, sequentialRead: true })
    const metadata = await picture.metadata()
    if (heldPixels(metadata) > maxHeldPixels) return undefined
    const { autoOrient } = metadata
    await picture
      .timeout({ seconds: drawingSeconds })
      .autoOrient()
      .resize(thumbnailSize, thumbnailSize, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78 })
      .toFile(to)
    return { width: autoOrient.width, height: autoOrient.height, bytes: (await stat(to)).size }
  } catch {
    return undefined
  }
}

/** How many pixels of 8 bits a channel are in memory at once while a picture is drawn. */
function heldPixels({ format, width, height, isProgressive, depth }: Metadata): number {
  if (format === 'jpeg' && !isProgressive) return 0
  const rows = format === 'png' && !isProgressive ? Math.min(height, rowsKeptOfPng) : height
  return width * rows * (depth === 'ushort' ? 2 : 1)
}
