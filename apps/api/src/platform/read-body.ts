import type { IncomingMessage } from 'node:http'
import { Logger } from '@nestjs/common'
import { AppError } from './app-error.js'
import { SparingLog } from './sparing-log.js'

/** Twilio's largest form is a tenth of this, and so is the largest JSON of our own pages. */
const maxBodyBytes = 256 * 1024
/** What all bodies of the process may hold together, from their first byte until their answer. */
const budgetBytes = 32 * 1024 * 1024
/** A piece of a body costs this beside its bytes: who sends byte by byte must not get memory for nothing. */
const pieceBytes = 256

interface Arriving {
  heldBytes: number
  refuse: (error: AppError) => void
}

/** Reads bodies as text, within bounds: nobody is known yet when a body arrives. */
export class BodyReader {
  private readonly log = new SparingLog(new Logger('http'))
  private readonly bodies = new WeakMap<IncomingMessage, Arriving>()
  /** Oldest first. */
  private readonly arriving = new Set<Arriving>()
  private heldBytes = 0

  /**
   * @throws {AppError} payload_too_large over 256 kB; unavailable when bodies take all the room there is and this one
   *   takes longest to arrive. A form of Twilio's comes in one piece, so it is never the one.
   */
  read(request: IncomingMessage): Promise<string> {
    return new Promise((resolve, reject) => {
      if (Number(request.headers['content-length']) > maxBodyBytes) return reject(tooLarge())
      const pieces: Buffer[] = []
      let size = 0
      const settle = (how: () => void) => {
        this.arriving.delete(body)
        request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone)
        how()
      }
      const body: Arriving = { heldBytes: 0, refuse: (error) => settle(() => reject(error)) }
      const onData = (piece: Buffer) => {
        size += piece.length
        if (size > maxBodyBytes) return body.refuse(tooLarge())
        pieces.push(piece)
        this.hold(body, piece.length + pieceBytes)
      }
      const onEnd = () => settle(() => resolve(Buffer.concat(pieces, size).toString('utf8')))
      const onGone = () => body.refuse(new AppError('invalid_request', 'The body did not arrive whole.'))
      this.arriving.add(body)
      this.bodies.set(request, body)
      request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone)
    })
  }

  /** The request is answered, or gone, and its body with it. */
  forget(request: IncomingMessage): void {
    const body = this.bodies.get(request)
    if (body) this.release(body)
  }

  private hold(body: Arriving, bytes: number): void {
    body.heldBytes += bytes
    this.heldBytes += bytes
    while (this.heldBytes > budgetBytes) {
      const [oldest] = this.arriving
      if (!oldest) return
      this.release(oldest)
      oldest.refuse(new AppError('unavailable', 'Too much arrives at once; try again shortly.'))
      this.log.warn('cut off a body that was slow to arrive, because bodies took all the room they may take')
    }
  }

  private release(body: Arriving): void {
    this.heldBytes -= body.heldBytes
    body.heldBytes = 0
  }
}

function tooLarge(): AppError {
  return new AppError('payload_too_large', `The body of a request holds at most ${maxBodyBytes / 1024} kB.`)
}
