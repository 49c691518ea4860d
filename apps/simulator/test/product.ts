import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Form } from '../src/model.js'

/** One form that arrived at the pretended product. */
export interface Arrival {
  path: string
  form: Form
  fields: Record<string, string>
  headers: IncomingHttpHeaders
}

type Answer = (response: ServerResponse) => void

/** Something that takes webhooks as the product would, and can be told how to answer the next ones. */
export async function startProduct() {
  const arrivals: Arrival[] = []
  const answers: Answer[] = []
  const waiting = new Set<() => void>()
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => (body += part))
    request.on('end', () => {
      const form = [...new URLSearchParams(body)]
      arrivals.push({
        path: request.url ?? '',
        form,
        fields: Object.fromEntries(form),
        headers: request.headers,
      })
      for (const check of waiting) check()
      const answer = answers.shift()
      if (answer !== undefined) return answer(response)
      response.writeHead(200, { 'content-type': 'text/xml' })
      response.end('<Response/>')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    arrivals,
    /** How the next webhooks are answered, in turn; afterwards with 200 again. */
    answerNext: (...next: Answer[]) => answers.push(...next),
    /** The forms that fit, as soon as there are so many of them. */
    async until(count: number, fits: (arrival: Arrival) => boolean = () => true): Promise<Arrival[]> {
      const found = (): Arrival[] => arrivals.filter(fits)
      if (found().length >= count) return found()
      return new Promise((resolve) => {
        const check = (): void => {
          if (found().length < count) return
          waiting.delete(check)
          resolve(found())
        }
        waiting.add(check)
      })
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export function status(code: number): Answer {
  return (response) => {
    response.writeHead(code, { 'content-type': 'text/plain' })
    response.end('no')
  }
}

/** An answer with words of its own. */
export function says(contentType: string, body: string): Answer {
  return (response) => {
    response.writeHead(200, contentType === '' ? {} : { 'content-type': contentType })
    response.end(body)
  }
}

export const hangUp: Answer = (response) => void response.socket?.destroy()
