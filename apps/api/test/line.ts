import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A bare connection, over which a test may write half a request. */
export interface Line extends Socket {
  /** All that the server said. */
  heard(): string
}

export async function openLine(url: string): Promise<Line> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const heard: string[] = []
  socket.on('data', (chunk) => heard.push(chunk.toString()))
  await once(socket, 'connect')
  // The server may cut it off; what it said before is what counts.
  socket.on('error', () => undefined)
  return Object.assign(socket, { heard: () => heard.join('') })
}
