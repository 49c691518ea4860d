import { mostBytesOf, sendableTypes, type FileKind } from '@cloudpa/contracts/send-limits'
import { describe, expect, it } from 'vitest'
import { fileFaultOf } from './file-rules.js'

const office = 'application/vnd.openxmlformats-officedocument'
const text = (words: string): Buffer => Buffer.from(words, 'latin1')
/** How a file of each type begins. */
const heads: Record<string, Buffer> = {
  'image/jpeg': text('\xff\xd8\xff'),
  'image/png': text('\x89PNG'),
  'image/webp': text('RIFF\0\0\0\0WEBP'),
  'video/mp4': text('\0\0\0\x18ftyp'),
  'video/3gpp': text('\0\0\0\x18ftyp'),
  'audio/ogg': text('OggS OpusHead'),
  'audio/mpeg': text('ID3'),
  'audio/aac': text('\xff\xf1'),
  'audio/amr': text('#!AMR'),
  'audio/3gpp': text('\0\0\0\x18ftyp'),
  'audio/mp4': text('\0\0\0\x18ftyp'),
  'application/pdf': text('%PDF-'),
  'application/msword': text('\xd0\xcf\x11\xe0'),
  [`${office}.wordprocessingml.document`]: text('PK\x03\x04'),
  [`${office}.presentationml.presentation`]: text('PK\x03\x04'),
  [`${office}.spreadsheetml.sheet`]: text('PK\x03\x04'),
  'text/vcard': text('BEGIN:VCARD'),
}

const kinds = Object.keys(sendableTypes) as FileKind[]
const sendable = kinds.flatMap((kind) => sendableTypes[kind].map((type): [FileKind, string] => [kind, type]))

function fileOf(type: string, bytes: number): Buffer {
  const file = Buffer.alloc(bytes)
  heads[type]?.copy(file)
  return file
}

describe('what the product lets leave and what this WhatsApp takes are the same', () => {
  it.each(sendable)('%s, %s', (kind, type) => {
    expect(fileFaultOf(type, fileOf(type, mostBytesOf(kind)))).toBeUndefined()
    expect([63034, 11751]).toContain(fileFaultOf(type, fileOf(type, mostBytesOf(kind) + 1)))
  })
})
