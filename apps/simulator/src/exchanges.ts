/** One HTTP exchange with the product, as the inspector shows it. */
export interface Exchange {
  id: number
  at: string
  /** `in`: the product called Twilio. `out`: Twilio called the product. */
  direction: 'in' | 'out'
  method: string
  url: string
  /** 0 when no answer came. */
  status: number
  ms: number
  requestHeaders: Record<string, string>
  requestBody: string
  responseHeaders: Record<string, string>
  responseBody: string
  /** Whether a body was too long to be kept whole. */
  cut: boolean
  /** Why it was refused or failed: Twilio's code and a sentence. */
  reason?: string
  /** The X-Twilio-Signature of a form, and the text that was signed. */
  signature?: string
  signatureBase?: string
}

/** How many are kept, and how much of them, in UTF-16 units. */
const keep = 200
const bodyLimit = 64 * 1024
const totalLimit = 4 * 1024 * 1024

/** The last exchanges, newest last; older ones are forgotten. */
export class Exchanges {
  #list: Exchange[] = []
  #size = 0
  #nextId = 1

  record(exchange: Omit<Exchange, 'id' | 'cut'>): void {
    const { requestBody, responseBody, requestHeaders, ...rest } = exchange
    const kept = {
      id: this.#nextId++,
      ...rest,
      requestHeaders: masked(requestHeaders),
      requestBody: requestBody.slice(0, bodyLimit),
      responseBody: withoutSecrets(responseBody).slice(0, bodyLimit),
      cut: requestBody.length > bodyLimit || responseBody.length > bodyLimit,
    }
    this.#list.push(kept)
    this.#size += sizeOf(kept)
    // Cut in blocks: shifting an array once per delivery would show in a load run.
    if (this.#list.length > keep * 2 || this.#size > totalLimit) this.#forget()
  }

  list(): Exchange[] {
    return this.#list.slice(-keep)
  }

  find(id: number): Exchange | undefined {
    return this.#list.find((exchange) => exchange.id === id)
  }

  clear(): void {
    this.#list = []
    this.#size = 0
  }

  #forget(): void {
    const kept: Exchange[] = []
    this.#size = 0
    for (const exchange of this.#list.slice(-keep).toReversed()) {
      const size = sizeOf(exchange)
      if (this.#size + size > totalLimit / 2) break
      this.#size += size
      kept.push(exchange)
    }
    this.#list = kept.toReversed()
  }
}

function sizeOf({ requestBody, responseBody, signatureBase = '' }: Exchange): number {
  return requestBody.length + responseBody.length + signatureBase.length
}

/** Says who called and hides the secret. */
function masked(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (name.toLowerCase() !== 'authorization') return [name, value]
      const encoded = /^Basic\s+(\S+)$/i.exec(value)?.[1]
      const user = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString().split(':')[0]
      return [name, user ? `Basic ${user}:…` : '…']
    }),
  )
}

function withoutSecrets(body: string): string {
  return body.replace(/("(?:auth_token|secret)":")[^"]*/g, '$1…')
}
