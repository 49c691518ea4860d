import { connect, type Socket } from 'node:net'

export interface Answer {
  status: number
  body: string
}

/**
 * One HTTP connection that stays open, for one request at a time. It knows no more of HTTP than these servers say: a
 * client that does would take as much of the processor as what it measures.
 */
export class Connection {
  private readonly socket: Socket
  private pending: { done: (answer: Answer) => void; failed: (error: Error) => void } | undefined
  private received = ''

  constructor(origin: string) {
    const { hostname, port } = new URL(origin)
    this.socket = connect({ host: hostname, port: Number(port), noDelay: true })
    this.socket.setEncoding('utf8')
    this.socket.on('data', (data: unknown) => this.receive(String(data)))
    this.socket.on('error', (error) => this.end(error))
    this.socket.on('close', () => this.end(new Error('the server closed the connection')))
  }

  /**
   * @param request all of its bytes
   * @throws when the connection breaks before the answer is whole
   */
  send(request: string): Promise<Answer> {
    return new Promise((done, failed) => {
      this.pending = { done, failed }
      this.socket.write(request)
    })
  }

  close(): void {
    this.socket.destroy()
  }

  private receive(data: string): void {
    this.received = this.received === '' ? data : this.received + data
    const headEnd = this.received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const head = this.received.slice(0, headEnd)
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
    if (length === undefined) return this.end(new Error(`an answer without a length: ${head}`))
    const body = this.received.slice(headEnd + 4)
    // In most answers every character is a byte, which makes counting them cheap.
    if (body.length < Number(length) && Buffer.byteLength(body) < Number(length)) return
    this.received = ''
    const { pending } = this
    this.pending = undefined
    pending?.done({ status: Number(head.slice(9, 12)), body })
  }

  private end(error: Error): void {
    this.socket.destroy()
    this.pending?.failed(error)
    this.pending = undefined
  }
}

/** As many connections to one server as there are requests at once. */
export class Connections {
  private readonly all: Connection[] = []
  private readonly free: Connection[] = []

  constructor(private readonly origin: string) {}

  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = this.free.pop() ?? this.open()
    const result = await work(connection)
    this.free.push(connection)
    return result
  }

  close(): void {
    for (const connection of this.all) connection.close()
  }

  private open(): Connection {
    const connection = new Connection(this.origin)
    this.all.push(connection)
    return connection
  }
}
