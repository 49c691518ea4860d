import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A picture as a PNG: a sky over a hill. */
function makePicture(width: number, height: number): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + 3 * width)
    for (let x = 0; x < width; x += 1) {
      const isHill = y > height * (0.62 + 0.12 * Math.sin((x / width) * 5))
      const shade = isHill ? [86 + (y % 9), 122, 92] : [150 + Math.round((70 * y) / height), 190, 222]
      row.set(shade, 1 + 3 * x)
    }
    return row
  })
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const parts = [
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([signature, ...parts])
}

/** Sound as a WAV: so many seconds of a soft hum. */
function makeSound(seconds: number): Buffer {
  const rate = 8_000
  const samples = Buffer.alloc(rate * seconds)
  for (let at = 0; at < samples.length; at += 1) samples[at] = 128 + Math.round(6 * Math.sin(at / 6))
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

export const picture = {
  contentType: 'image/png',
  name: 'hill.png',
  base64: makePicture(1200, 900).toString('base64'),
}
export const sound = { contentType: 'audio/wav', base64: makeSound(12).toString('base64') }
/** Twelve seconds that rise and fall as speech does, as WhatsApp packs them: Opus in an Ogg. */
export const voiceNote = {
  contentType: 'audio/ogg',
  base64: readFileSync(join(import.meta.dirname, 'voice-note.ogg')).toString('base64'),
}

const fileOf = (name: string, contentType: string) => ({
  name,
  contentType,
  base64: readFileSync(join(import.meta.dirname, name)).toString('base64'),
})
/** A second of a moving picture, in the codec that every Chromium has. */
export const video = fileOf('kiln.mp4', 'video/mp4')
/** A second of a hum. */
export const music = fileOf('hum.mp3', 'audio/mpeg')
/** Of the size that stickers have. */
export const sticker = fileOf('bowl.webp', 'image/webp')

/** So many bytes that begin as a PDF does. */
export function makePdf(bytes: number): Buffer {
  const file = Buffer.alloc(bytes, 32)
  file.write(
    '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n',
    0,
    'latin1',
  )
  return file
}
