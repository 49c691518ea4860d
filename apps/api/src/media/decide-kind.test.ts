import { expect, it } from 'vitest'
import { decideKind, expectKind } from './decide-kind.js'

const text = (words: string) => new TextEncoder().encode(words)
const none = new Uint8Array()
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

it.each([
  ['image/jpeg', 'image/jpeg', none, 'image', 'image/jpeg'],
  ['application/pdf', 'image/png', none, 'image', 'image/png'],
  ['image/webp', 'image/webp', none, 'sticker', 'image/webp'],
  ['image/jpeg', 'image/webp', none, 'image', 'image/webp'],
  ['image/jpeg', 'image/tiff', none, 'document', 'image/tiff'],
  ['image/svg+xml', 'image/svg+xml', none, 'document', 'image/svg+xml'],
  ['image/jpeg', 'application/xml', none, 'document', 'application/xml'],
  ['video/mp4', 'video/mp4', none, 'video', 'video/mp4'],
  ['audio/mp4', 'video/mp4', none, 'audio', 'audio/mp4'],
  ['audio/ogg; codecs=opus', 'audio/ogg; codecs=opus', none, 'voice', 'audio/ogg'],
  ['audio/amr', 'audio/amr', none, 'audio', 'audio/amr'],
  ['audio/mpeg', 'audio/mpeg', none, 'audio', 'audio/mpeg'],
  [docx, 'application/zip', none, 'document', docx],
  [docx, docx, none, 'document', docx],
  ['text/html', 'application/zip', none, 'document', 'application/zip'],
  ['application/pdf', 'application/pdf', none, 'document', 'application/pdf'],
  ['image/jpeg', undefined, text('<!doctype html><script>alert(1)</script>'), 'document', 'text/plain'],
  ['text/html', undefined, text('<script>alert(1)</script>'), 'document', 'text/plain'],
  ['text/vcard', undefined, text('BEGIN:VCARD\nFN:Ann\n'), 'document', 'text/vcard'],
  ['application/octet-stream', undefined, text('BEGIN:VCARD\nFN:Ann\n'), 'document', 'text/vcard'],
  ['text/vcard', undefined, text('<script>'), 'document', 'text/plain'],
  ['text/csv', undefined, text('a,b\n'), 'document', 'text/csv'],
  ['text/plain', undefined, text('Größe 🙂').slice(0, -1), 'document', 'text/plain'],
  ['image/jpeg', undefined, new Uint8Array([1, 2, 0, 3]), 'document', 'application/octet-stream'],
  [null, undefined, none, 'document', 'application/octet-stream'],
] as const)('said to be %s, found to be %s', (said, found, head, kind, contentType) => {
  expect(decideKind(said, found, head)).toEqual({ kind, contentType })
})

it.each([
  ['image/png', 'image'],
  ['image/webp', 'sticker'],
  ['image/svg+xml', 'document'],
  ['video/mp4', 'video'],
  ['audio/ogg; codecs=opus', 'voice'],
  ['Audio/AMR', 'audio'],
  ['text/vcard', 'document'],
  [null, 'document'],
] as const)('%s may be expected to be a %s', (said, kind) => expect(expectKind(said)).toBe(kind))
