import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below every system's range of ports for outgoing connections, which would otherwise take ours now and then. */
const lowest = 15_000
const highest = 30_000

/** Whether nobody listens there. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE' || code === 'EACCES') return false
    throw error
  }
}

/** Finds a port that nobody listens on. Somebody may still take it first: whoever starts there must be ready for that. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest)
    if (await isPortFree(port)) return port
  }
}
