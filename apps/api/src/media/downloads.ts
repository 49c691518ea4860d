import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { AppError } from '../platform/app-error.js'

/** A screen full of pictures asks for some dozens, and Twilio for as many of a bulk. */
const mostOfOrg = 200
/** Who pauses a film reads nothing meanwhile: its player asks for the rest again, by a range. */
const idleMs = 60_000

/** Counts the files of each org that somebody is reading: each is open, and holds a connection and some memory. */
export class Downloads {
  private readonly open = new Map<string, number>()

  constructor(private readonly most = mostOfOrg) {}

  /**
   * Opens a file, which counts until it is closed.
   * @throws {AppError} too_many_ask where the org has too many open, and what `get` fails with
   */
  async begin(orgId: string, get: () => Promise<Readable>): Promise<Readable> {
    if ((this.open.get(orgId) ?? 0) >= this.most) throw new AppError('too_many_ask')
    this.count(orgId, 1)
    try {
      const body = await get()
      return body.once('close', () => this.count(orgId, -1))
    } catch (error) {
      this.count(orgId, -1)
      throw error
    }
  }

  private count(orgId: string, more: number): void {
    const open = (this.open.get(orgId) ?? 0) + more
    if (open > 0) this.open.set(orgId, open)
    else this.open.delete(orgId)
  }
}

/** Ends an answer of which nobody took anything for so long, and with it what it is read from. */
export function endWhenIdle(response: ServerResponse, ms = idleMs): void {
  response.setTimeout(ms, () => response.destroy())
}
