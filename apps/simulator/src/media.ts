import { z } from 'zod'

/** How a file is served, where not simply as what it is. */
export const mediaInput = z.strictObject({
  /** What the webhook's form says it is. */
  contentType: z.string().min(1).default('application/octet-stream'),
  /** Its bytes; or else so many of them, made up. */
  base64: z.base64().optional(),
  bytes: z.number().int().nonnegative().max(64_000_000).optional(),
  name: z.string().optional(),
  /** What its own answer says it is, where that is something else. */
  servedType: z.string().optional(),
  /** How often it is not there at first. */
  misses: z.number().int().nonnegative().default(0),
  /** Where it redirects, instead of to where Twilio keeps files. */
  redirectTo: z.string().optional(),
  /** Lets it trickle: a kilobyte after each pause. */
  trickleMs: z.number().int().positive().optional(),
})

/** A file that a customer sent. */
export interface Medium extends Omit<z.output<typeof mediaInput>, 'base64' | 'bytes'> {
  sid: string
  accountSid: string
  content: Buffer
  /** How often its bytes were asked for. */
  served: number
}

const limit = 2_000
const limitBytes = 512_000_000

/** What customers sent, in memory: the oldest go first, as they do at Twilio when somebody deletes them. */
export class MediaShelf {
  readonly #bySid = new Map<string, Medium>()
  #bytes = 0

  add(sid: string, accountSid: string, input: z.output<typeof mediaInput>): Medium {
    const { base64, bytes = 0, ...rest } = input
    const content = base64 === undefined ? Buffer.alloc(bytes, 'cloudpa ') : Buffer.from(base64, 'base64')
    const medium = { ...rest, sid, accountSid, content, served: 0 }
    this.#bySid.set(sid, medium)
    this.#bytes += content.length
    for (const [oldest, { content }] of this.#bySid) {
      if (this.#bySid.size <= limit && this.#bytes <= limitBytes) break
      this.#bySid.delete(oldest)
      this.#bytes -= content.length
    }
    return medium
  }

  find(accountSid: string, sid: string): Medium | undefined {
    const medium = this.#bySid.get(sid)
    return medium?.accountSid === accountSid ? medium : undefined
  }

  /** Has all of it served where it is asked for. */
  mend(): void {
    for (const medium of this.#bySid.values()) Object.assign(medium, { misses: 0, redirectTo: undefined })
  }

  clear(): void {
    this.#bySid.clear()
    this.#bytes = 0
  }
}

/** Where the API says that a file is. */
export function mediaUrl(accountSid: string, messageSid: string, sid: string): string {
  return `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/${messageSid}/Media/${sid}`
}
