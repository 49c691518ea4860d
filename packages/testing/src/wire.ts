import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

const usualPorts: Record<string, string> = {
  'postgres:': '5432',
  'postgresql:': '5432',
  'redis:': '6379',
  'http:': '80',
}

/** A stretch of network between a process of ours and a server, which a test may break. It starts whole. */
export interface Wire {
  /** The server's address as it is reached over the wire. */
  url: string
  /** Breaks every connection loudly (both ends see a reset), and each new one too. */
  cut(): void
  /** Lets nothing pass any more and closes nothing: neither end is told. New connections open and stay silent. */
  freeze(): void
  /** Lets everything pass again. What a freeze held back arrives late; what was cut stays cut. */
  mend(): void
  /** Ends the wire with all its connections. */
  stop(): Promise<void>
}

/** One connection through a wire, as the one who listens in may treat it. */
export type Tapped = Pick<Line, 'cut' | 'freeze'>

/**
 * Starts a wire to the host and port of a PostgreSQL, Redis or HTTP address.
 * @param tap hears what processes send before it passes on, so that a fault can strike at a certain word
 */
export async function startWire(
  targetUrl: string,
  tap?: (sent: Buffer, line: Tapped) => void,
): Promise<Wire> {
  const target = new URL(targetUrl)
  const port = Number(target.port || usualPorts[target.protocol])
  const lines = new Set<Line>()
  let state: 'whole' | 'cut' | 'frozen' = 'whole'

  const server = createServer({ pauseOnConnect: true }, (near) => {
    if (state === 'cut') return void near.resetAndDestroy()
    const line = new Line(near, connect({ port, host: target.hostname }), {
      tap,
      onGone: () => lines.delete(line),
    })
    lines.add(line)
    if (state === 'frozen') line.freeze()
    else line.thaw()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const url = new URL(targetUrl)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url.href,
    cut() {
      state = 'cut'
      for (const line of lines) line.cut()
    },
    freeze() {
      state = 'frozen'
      for (const line of lines) line.freeze()
    },
    mend() {
      state = 'whole'
      for (const line of lines) line.thaw()
    },
    async stop() {
      for (const line of lines) line.cut()
      server.close()
      await once(server, 'close')
    },
  }
}

/** One connection through the wire: the process is near, the server far. */
class Line {
  private isFrozen = false

  constructor(
    private readonly near: Socket,
    private readonly far: Socket,
    private readonly on: { tap?: ((sent: Buffer, line: Tapped) => void) | undefined; onGone: () => void },
  ) {
    near.on('data', (sent) => on.tap?.(sent, this))
    this.forward(near, far)
    this.forward(far, near)
  }

  private forward(from: Socket, to: Socket): void {
    from.setNoDelay(true)
    from.on('data', (chunk) => {
      if (!to.destroyed && !to.write(chunk)) from.pause()
    })
    to.on('drain', () => this.isFrozen || from.resume())
    from.on('end', () => to.end())
    from.on('error', () => this.isFrozen || to.resetAndDestroy())
    from.on('close', () => this.settle())
  }

  /** Once one end is gone the other follows, unless the wire is frozen: then it can't know. */
  private settle(): void {
    if (this.isFrozen || !(this.near.destroyed || this.far.destroyed)) return
    this.near.destroySoon()
    this.far.destroySoon()
    this.on.onGone()
  }

  freeze(): void {
    this.isFrozen = true
    this.near.pause()
    this.far.pause()
  }

  thaw(): void {
    this.isFrozen = false
    this.near.resume()
    this.far.resume()
    this.settle()
  }

  cut(): void {
    this.isFrozen = false
    this.near.resetAndDestroy()
    this.far.resetAndDestroy()
  }
}
