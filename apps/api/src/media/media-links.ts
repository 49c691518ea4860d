import { createHmac, timingSafeEqual } from 'node:crypto'
import { parse, stringify } from 'uuid'
import type { Medium } from '@cloudpa/contracts/media'
import { Injectable } from '@nestjs/common'
import { Installation } from '../platform/installation.js'
import { fileNameFor } from './name-file.js'
import type { MediaKey } from './media.job.js'

/** Twilio may keep a message for four hours before it fetches its file. */
const validS = 24 * 3600
const idBytes = 16
const expiryBytes = 4
const signatureBytes = 32
/** The router's own limit for one part of a path, which it counts as the text is, not as it is written there. */
const longestName = 100

/** Addresses at which one file can be had without signing in, for a day. */
@Injectable()
export class MediaLinks {
  private readonly key: string

  constructor(installation: Installation) {
    this.key = installation.deriveSecret('media links')
  }

  /** Where a file can be had, behind the public address; made anew for each attempt to send it. */
  pathFor(orgId: string, file: Pick<Medium, 'id' | 'kind' | 'name' | 'contentType'>): string {
    const name = shorten(fileNameFor({ ...file, contentType: file.contentType ?? '' }))
    return `/api/v1/media/link/${this.tokenFor({ orgId, id: file.id })}/${encodeURIComponent(name)}`
  }

  /** What names a file, says until when, and can't be made up. */
  tokenFor({ orgId, id }: MediaKey, nowMs = Date.now()): string {
    const expiry = Buffer.alloc(expiryBytes)
    expiry.writeUInt32BE(Math.floor(nowMs / 1000) + validS)
    const said = Buffer.concat([parse(orgId), parse(id), expiry])
    return Buffer.concat([said, this.sign(said)]).toString('base64url')
  }

  /**
   * Which file a token is for. What is no token at all takes as long as one whose signature is wrong.
   * @returns undefined for one that is made up, cut, or no longer valid
   */
  read(token: string, nowMs = Date.now()): MediaKey | undefined {
    const bytes = Buffer.alloc(2 * idBytes + expiryBytes + signatureBytes)
    const given = Buffer.from(token.slice(0, 4 * bytes.length), 'base64url')
    given.copy(bytes)
    const said = bytes.subarray(0, -signatureBytes)
    const isSigned = timingSafeEqual(this.sign(said), bytes.subarray(-signatureBytes))
    const isWhole = given.length === bytes.length && given.toString('base64url') === token
    const expiry = said.readUInt32BE(2 * idBytes)
    if (!isSigned || !isWhole || expiry * 1000 < nowMs) return undefined
    return { orgId: stringify(said, 0), id: stringify(said, idBytes) }
  }

  private sign(said: Buffer): Buffer {
    return createHmac('sha256', this.key).update(said).digest()
  }
}

/** A name that the router takes, with its ending. What the file is called when it is saved stands in a header, whole. */
function shorten(name: string): string {
  if (name.length <= longestName) return name
  const ending = /\.[^.]{1,12}$/.exec(name)?.[0] ?? ''
  const stem = name.slice(0, longestName - ending.length).replace(/\p{Surrogate}$/u, '')
  return stem + ending
}
