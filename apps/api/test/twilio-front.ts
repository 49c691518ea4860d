import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A call of the product to Twilio. */
export interface TwilioCall {
  method: string
  path: string
  form: URLSearchParams
}

interface Answer {
  status: number
  body: string
}

/** What happens to a call: it may be passed on, changed, held up, or cut off by throwing. */
type Through = (call: TwilioCall, pass: () => Promise<Answer>) => Promise<Answer>

/** Stands between the product and the simulated Twilio, where a test can hold up what goes through. */
export class TwilioFront {
  readonly calls: TwilioCall[] = []
  through: Through = (_, pass) => pass()
  /** The simulator, once it runs. */
  target = ''
  private readonly server = createServer((request, response) => {
    this.handle(request).then(
      ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
      () => request.socket.destroy(),
    )
  })

  static async start(): Promise<TwilioFront> {
    const front = new TwilioFront()
    await new Promise<void>((done) => front.server.listen(0, '127.0.0.1', done))
    return front
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.server.closeAllConnections()
    this.server.close()
  }

  private async handle(request: IncomingMessage): Promise<Answer> {
    const { method = 'GET', url: path = '', headers } = request
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    const call = { method, path, form: new URLSearchParams(text) }
    this.calls.push(call)
    return this.through(call, async () => {
      const answer = await fetch(this.target + path, {
        method,
        headers: {
          authorization: headers.authorization ?? '',
          'content-type': headers['content-type'] ?? '',
        },
        body: method === 'POST' ? text : null,
      })
      return { status: answer.status, body: await answer.text() }
    })
  }
}
