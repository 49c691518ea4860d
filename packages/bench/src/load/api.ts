import { Connections } from './connection.js'

interface Conversation {
  id: string
  contact: { phone: string | null }
}

export interface ConversationPage {
  items: Conversation[]
  nextCursor: string | null
}

/** The product's API, as a program with an org's key uses it. */
export class Api {
  private readonly connections: Connections

  constructor(private readonly origin: string) {
    this.connections = new Connections(origin)
  }

  /**
   * @param path behind /api/v1/messaging/conversations
   * @returns the answer's body
   * @throws when the API does not answer 200
   */
  async request(method: 'GET' | 'POST', path: string, apiKey: string): Promise<string> {
    const request =
      `${method} /api/v1/messaging/conversations${path} HTTP/1.1\r\nHost: ${this.origin.slice('http://'.length)}\r\n` +
      `Authorization: Bearer ${apiKey}\r\n${method === 'POST' ? 'Content-Length: 0\r\n' : ''}\r\n`
    const { status, body } = await this.connections.use((connection) => connection.send(request))
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${body}`)
    return body
  }

  /**
   * The pages of an org's conversations, newest first.
   * @returns each with the path that led to it
   */
  async *pages(apiKey: string, limit: number): AsyncGenerator<ConversationPage & { path: string }> {
    for (let cursor: string | null = ''; cursor !== null;) {
      const path: string = `?limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
      const page = JSON.parse(await this.request('GET', path, apiKey)) as ConversationPage
      yield { ...page, path }
      cursor = page.nextCursor
    }
  }

  close(): void {
    this.connections.close()
  }
}
