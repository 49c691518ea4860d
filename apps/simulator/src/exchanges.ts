/** One HTTP exchange with the product, as the inspector shows it. */
export interface Exchange {
  id: number
  at: string
  /** `in`: the product called Twilio. `out`: Twilio called the product. */
  direction: 'in' | 'out'
  method: string
  url: string
  status: number
  ms: number
  requestBody: string
  responseBody: string
  error?: string
  signature?: string
  signatureBase?: string
}

const keep = 200
const bodyLimit = 4000

/** The last exchanges, newest last; older ones are forgotten. */
export class Exchanges {
  #list: Exchange[] = []
  #nextId = 1

  record(exchange: Omit<Exchange, 'id'>): void {
    const { requestBody, responseBody, ...rest } = exchange
    this.#list.push({
      id: this.#nextId++,
      ...rest,
      requestBody: requestBody.slice(0, bodyLimit),
      responseBody: withoutToken(responseBody).slice(0, bodyLimit),
    })
    // Cut in blocks: shifting an array once per delivery would show in a load run.
    if (this.#list.length > keep * 2) this.#list = this.#list.slice(-keep)
  }

  list(): Exchange[] {
    return this.#list.slice(-keep)
  }

  clear(): void {
    this.#list = []
  }
}

function withoutToken(body: string): string {
  return body.replace(/("auth_token":")[^"]*/, '$1…')
}
