/** The network for tests in Node: says what was asked, in order, and answers as it is told. */
export class Line {
  readonly asked: { body: string; clientId: string }[] = []
  /** What becomes of a request with this text; without a word it is taken. */
  fate: Record<string, 'lost' | number> = {}

  readonly fetch = (_path: string, init: RequestInit): Promise<Response> => {
    const sent = JSON.parse(String(init.body)) as { body: string; clientId: string }
    this.asked.push(sent)
    const fate = this.fate[sent.body]
    if (fate === 'lost') return Promise.reject(new TypeError('no line'))
    if (fate)
      return Promise.resolve(Response.json({ error: { code: 'x', message: 'No.' } }, { status: fate }))
    return Promise.resolve(Response.json({ conversationId: 'c1', clientId: sent.clientId, revision: 1 }))
  }

  get bodies() {
    return this.asked.map(({ body }) => body)
  }
}
