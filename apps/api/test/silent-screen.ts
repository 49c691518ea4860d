import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const lastChunk = '\r\n0\r\n\r\n'
/** The beginning of an event, and what of it may stand in the piece before. */
const beginning = /data: \{"type":"([a-z]+)"/g
const longestBeginning = 40

/** A screen as cheap as can be, so that a thousand of them fit into a test. It reads nothing until it is told to. */
export class SilentScreen {
  isClosed = false
  private rest = ''
  private readonly counts = new Map<string, number>()

  private constructor(private readonly socket: Socket) {
    socket.on('close', () => (this.isClosed = true))
    socket.on('error', () => (this.isClosed = true))
  }

  static async open(apiUrl: string, headers: Record<string, string>): Promise<SilentScreen> {
    const { hostname, port, host } = new URL(apiUrl)
    const socket = connect({ host: hostname, port: Number(port) })
    const screen = new SilentScreen(socket)
    await once(socket, 'connect')
    const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`GET /api/v1/messaging/events HTTP/1.1\r\n${lines.join('')}\r\n`)
    return screen
  }

  /** Reads from now on, whatever waits for it. */
  read(): this {
    this.socket.on('data', (bytes: Buffer) => this.hear(bytes.toString('latin1')))
    return this
  }

  private hear(piece: string): void {
    const text = this.rest + piece
    if (text.endsWith(lastChunk)) this.isClosed = true
    let seen = Math.max(0, text.length - longestBeginning)
    for (const { 0: found, 1: type = '', index } of text.matchAll(beginning)) {
      this.counts.set(type, this.count(type) + 1)
      seen = Math.max(seen, index + found.length)
    }
    this.rest = text.slice(seen)
  }

  /** How often it heard an event of this type. */
  count(type: string): number {
    return this.counts.get(type) ?? 0
  }

  close(): void {
    this.socket.destroy()
  }
}
