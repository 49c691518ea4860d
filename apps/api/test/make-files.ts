import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync, deflateSync } from 'node:zlib'
import ffmpeg from '@ffmpeg-installer/ffmpeg'

/** A real voice note, as WhatsApp packs it: Opus in an Ogg, half as loud in its second half. */
export function voiceNote(seconds: number, ending = 'ogg'): Buffer {
  return record(seconds, `note.${ending}`, ending === 'ogg' ? ['-c:a', 'libopus', '-b:a', '16k'] : [])
}

/** A voice note of so many hours: one minute, said again and again. */
export function endlessNote(hours: number): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'cloudpa-note-'))
  const [minute, all] = [join(folder, 'minute.ogg'), join(folder, 'all.ogg')]
  try {
    const opus = ['-c:a', 'libopus', '-b:a', '16k', '-application', 'voip']
    execFileSync(ffmpeg.path, ['-v', 'error', '-f', 'lavfi', '-i', hum(60), ...opus, minute])
    const again = ['-stream_loop', String(60 * hours - 1), '-i', minute, '-c', 'copy']
    execFileSync(ffmpeg.path, ['-v', 'error', ...again, all])
    return readFileSync(all)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const hum = (seconds: number) =>
  `aevalsrc=if(lt(t\\,${seconds / 2})\\,0.8\\,0.4)*sin(2000*t):d=${seconds}:s=48000`

function record(seconds: number, name: string, as: string[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'cloudpa-sound-'))
  try {
    execFileSync(ffmpeg.path, ['-v', 'error', '-f', 'lavfi', '-i', hum(seconds), ...as, join(folder, name)])
    return readFileSync(join(folder, name))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + content.length, 0)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, content])
}

/** So many bytes that begin as a film does. */
export function film(bytes: number): Buffer {
  const kind = box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2mp41', 'latin1'))
  return Buffer.concat([kind, box('mdat', Buffer.alloc(bytes - kind.length - 8, 'film'))])
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A black and white picture of so many pixels, with a note that unpacks to so many bytes. */
export function packedPng(width: number, height: number, noteBytes = 0): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([1, 0, 0, 0, 0], 8)
  const rows = Buffer.alloc(height * (1 + Math.ceil(width / 8)))
  const note = Buffer.concat([
    Buffer.from('Comment\0\0', 'latin1'),
    deflateSync(Buffer.alloc(noteBytes, 'a')),
  ])
  const parts = [
    pngChunk('IHDR', head),
    ...(noteBytes > 0 ? [pngChunk('zTXt', note)] : []),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts])
}

/** A DOCX each of whose parts unpacks to so many bytes. */
export function packedDocx(partBytes: number): Buffer {
  const content = Buffer.alloc(partBytes, ' ')
  const packed = deflateRawSync(content)
  const fields = Buffer.alloc(26)
  fields.set([20, 0, 0, 0, 8, 0])
  fields.writeUInt32LE(crc32(content), 10)
  fields.writeUInt32LE(packed.length, 14)
  fields.writeUInt32LE(content.length, 18)
  const [entries, directory]: [Buffer[], Buffer[]] = [[], []]
  for (const name of ['[Content_Types].xml', 'word/document.xml', '_rels/.rels']) {
    fields.writeUInt16LE(name.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(Buffer.concat(entries).length, 10)
    entries.push(Buffer.from('PK\x03\x04'), Buffer.from(fields), Buffer.from(name), packed)
    directory.push(Buffer.from('PK\x01\x02\x14\0'), Buffer.from(fields), place, Buffer.from(name))
  }
  const [start, length] = [Buffer.concat(entries), Buffer.concat(directory)]
  const end = Buffer.alloc(18)
  end.set([0, 0, 0, 0, 3, 0, 3, 0])
  end.writeUInt32LE(length.length, 8)
  end.writeUInt32LE(start.length, 12)
  return Buffer.concat([start, length, Buffer.from('PK\x05\x06'), end])
}
