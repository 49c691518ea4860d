import type { IncomingMessage } from 'node:http'
import { Logger } from '@nestjs/common'
import { AppError } from './app-error.js'
import { SparingLog } from './sparing-log.js'

/** Twilio's largest form is a tenth of this, and so is the largest JSON of our own pages. */
export const maxBodyBytes = 256 * 1024
/** What all bodies of a reader may hold together, from their first byte until nobody needs them. */
const budgetBytes = 32 * 1024 * 1024
/** A piece of a body costs this beside its bytes: who sends byte by byte must not get memory for nothing. */
const pieceBytes = 256

interface HeldBody {
  heldBytes: number
  /** A handler has it, which may go on when nobody waits for its answer any more. */
  inUse: boolean
  /** The request is answered, or its sender hung up. */
  isOver: boolean
  refuse: (error: AppError) => void
}

/** Reads bodies as text, within bounds: nobody is known yet when a body arrives. */
export class BodyReader {
  /** @param maxBytes how much one body may hold */
  constructor(private readonly maxBytes = maxBodyBytes) {}

  private readonly log = new SparingLog(new Logger('http'))
  private readonly bodies = new WeakMap<IncomingMessage, HeldBody>()
  /** Oldest first. */
  private readonly arriving = new Set<HeldBody>()
  private heldBytes = 0

  /**
   * @throws {AppError} payload_too_large when it is too large; unavailable when bodies take all the room there is and this one
   *   takes longest to arrive. A form of Twilio's comes in one piece, so others are cut off before it, unless all the
   *   rest has arrived and is held by handlers: then the database hangs, and the form could not be stored either.
   */
  read(request: IncomingMessage): Promise<string> {
    return new Promise((resolve, reject) => {
      if (Number(request.headers['content-length']) > this.maxBytes) return reject(tooLarge(this.maxBytes))
      const pieces: Buffer[] = []
      let size = 0
      const refuse = (error: AppError) => {
        if (!this.arriving.delete(body)) return
        request.off('data', onData)
        pieces.length = 0
        this.release(body)
        reject(error)
      }
      const body: HeldBody = { heldBytes: 0, inUse: false, isOver: false, refuse }
      const onData = (piece: Buffer) => {
        size += piece.length
        if (size > this.maxBytes) return refuse(tooLarge(this.maxBytes))
        pieces.push(piece)
        this.hold(body, piece.length + pieceBytes)
      }
      const onEnd = () => {
        // The listeners stay as long as the request does, and must not keep the bytes beside the text.
        if (this.arriving.delete(body)) resolve(Buffer.concat(pieces.splice(0), size).toString('utf8'))
      }
      // Each request is gone in the end; to make an error costs more than most of what was done for it.
      const onGone = () => this.arriving.has(body) && refuse(new AppError('body_incomplete'))
      this.arriving.add(body)
      this.bodies.set(request, body)
      request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone)
    })
  }

  /** The body takes its room at least until its handler has ended. */
  async whileInUse(request: IncomingMessage, handling: Promise<unknown>): Promise<void> {
    const body = this.bodies.get(request)
    if (!body) return
    body.inUse = true
    await handling.catch(() => undefined) // its caller hears of it
    body.inUse = false
    if (body.isOver) this.release(body)
  }

  /** The request is answered, or its sender hung up. */
  end(request: IncomingMessage): void {
    const body = this.bodies.get(request)
    if (!body) return
    body.isOver = true
    if (!body.inUse) this.release(body)
  }

  private hold(body: HeldBody, bytes: number): void {
    body.heldBytes += bytes
    this.heldBytes += bytes
    while (this.heldBytes > budgetBytes) {
      const [oldest] = this.arriving
      if (!oldest) return
      oldest.refuse(new AppError('too_much_arrives'))
      this.log.warn('cut off a slow request body: bodies in flight had reached their memory limit')
    }
  }

  private release(body: HeldBody): void {
    this.heldBytes -= body.heldBytes
    body.heldBytes = 0
  }
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('body_too_large', { kilobytes: maxBytes / 1024 })
}
