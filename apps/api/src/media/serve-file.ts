import type { Readable } from 'node:stream'
import type { MediaKind } from '@cloudpa/contracts/media'
import { disposition, fileNameFor } from './name-file.js'
import { readRange } from './read-range.js'
import type { Part } from './storage.js'

/** What of a request decides how a file is answered. */
export interface Asked {
  method: string
  range: string | undefined
  ifRange: string | undefined
  ifNoneMatch: string | undefined
}

export interface Served {
  status: number
  headers: Record<string, string>
  body?: Readable
}

interface ServedFile {
  id: string
  kind: MediaKind
  contentType: string
  bytes: number
  name: string | null
  /** Another one where its bytes are others. */
  version: string
}

/**
 * How a file is answered, whatever is in it. Pictures, sound and film are shown where they are asked for: nothing in them
 * runs. All else is saved and never opened here, PDF too: what shows it in a browser runs scripts, and would not do so in
 * the sandbox that each file is given.
 * @returns which part to read besides; `none` where the answer has no body
 */
export function serveFile(file: ServedFile, asked: Asked): Served & { part: Part | 'none' | undefined } {
  const etag = `"${file.version}"`
  const headers: Record<string, string> = {
    'content-type': file.contentType,
    'content-disposition': disposition(file.kind === 'document' ? 'attachment' : 'inline', fileNameFor(file)),
    'content-security-policy':
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; img-src 'self'",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    // Who may see it is asked each time; what it is never changes.
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    etag,
  }
  if (isKnown(asked.ifNoneMatch, etag)) {
    return { status: 304, headers, part: 'none' }
  }
  const isSame = asked.ifRange === undefined || asked.ifRange === etag
  const part = isSame ? readRange(asked.range, file.bytes) : undefined
  if (part === 'unsatisfiable') {
    return {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${file.bytes}`, 'content-length': '0' },
      part: 'none',
    }
  }
  const length = part ? part.end - part.start + 1 : file.bytes
  headers['content-length'] = String(length)
  if (part) headers['content-range'] = `bytes ${part.start}-${part.end}/${file.bytes}`
  return { status: part ? 206 : 200, headers, part: asked.method === 'HEAD' || length === 0 ? 'none' : part }
}

/** Whether who asks has it already (RFC 9110, If-None-Match). */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const known = ifNoneMatch?.split(',').map((one) => one.trim()) ?? []
  return known.some((one) => one === '*' || one.replace(/^W\//, '') === etag)
}
