import { z } from 'zod'
import type { KeptFile } from './content.js'

/** How Twilio serves a file, where not simply as what it is. */
export const servingInput = z.strictObject({
  /** What its own answer says it is, where that is something else. */
  servedType: z
    .string()
    .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII')
    .nullable()
    .optional(),
  /** How often it is not there at first. */
  misses: z.number().int().nonnegative().optional(),
  /** Where it redirects, instead of to where Twilio keeps files. */
  redirectTo: z.string().nullable().optional(),
  /** Lets it trickle: a kilobyte after each pause. */
  trickleMs: z.number().int().positive().nullable().optional(),
})

/** A file that a customer sends, and how it is served. */
export const mediaInput = servingInput.extend({
  /** What the webhook's form says it is. */
  contentType: z
    .string()
    .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII')
    .default('application/octet-stream'),
  /** Its bytes; or else so many of them, made up. */
  base64: z.base64().optional(),
  bytes: z.number().int().nonnegative().max(64_000_000).optional(),
  name: z.string().optional(),
})

export type MediaInput = z.output<typeof mediaInput>
export type Serving = z.output<typeof servingInput>

/** A file of a message, as Twilio keeps and serves it. */
export interface Medium extends Serving {
  sid: string
  accountSid: string
  messageSid: string
  contentType: string
  name: string | null
  content: Buffer
  createdAtMs: number
}

const limit = 2_000
const limitBytes = 512_000_000

/** A file as the control API is given it. */
export function mediumOf(
  input: MediaInput,
  place: Pick<Medium, 'sid' | 'accountSid' | 'messageSid' | 'createdAtMs'>,
): Medium {
  const { base64, bytes = 0, name = null, ...rest } = input
  const content = base64 === undefined ? Buffer.alloc(bytes, 'cloudpa ') : Buffer.from(base64, 'base64')
  return { ...rest, ...place, name, content }
}

/** What messages carry, in memory: the oldest go first, as they do at Twilio when somebody deletes them. */
export class MediaShelf {
  readonly #bySid = new Map<string, Medium>()
  #bytes = 0

  add(medium: Medium): void {
    this.#bySid.set(medium.sid, medium)
    this.#bytes += medium.content.length
    for (const sid of this.#bySid.keys()) {
      if (this.#bySid.size <= limit && this.#bytes <= limitBytes) break
      this.remove(sid)
    }
  }

  find(accountSid: string, sid: string): Medium | undefined {
    const medium = this.#bySid.get(sid)
    return medium?.accountSid === accountSid ? medium : undefined
  }

  remove(sid: string): void {
    this.#bytes -= this.#bySid.get(sid)?.content.length ?? 0
    this.#bySid.delete(sid)
  }

  /** Has all of it served where it is asked for. */
  mend(): void {
    for (const medium of this.#bySid.values()) Object.assign(medium, { misses: 0, redirectTo: null })
  }

  clear(): void {
    this.#bySid.clear()
    this.#bytes = 0
  }
}

/** Puts a file on the shelf; returns it as its message knows it. */
export function keepFile(shelf: MediaShelf, medium: Medium): KeptFile {
  shelf.add(medium)
  const { sid, contentType, name, content } = medium
  return { sid, contentType, name, bytes: content.length }
}

/** Where the API says that a file is. */
export function mediaUrl(accountSid: string, messageSid: string, sid: string): string {
  return `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/${messageSid}/Media/${sid}`
}
