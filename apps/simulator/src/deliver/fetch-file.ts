import type { Exchanges } from '../exchanges.js'
import { fileFaultOf, totalLimitBytes } from './file-rules.js'

/** A file that Twilio has fetched, or the error code it ends with. */
export type Fetched = { content: Buffer; contentType: string; name: string | null } | { errorCode: number }

const timeoutMs = 15_000
/** Twilio's code for a file that it could not get at all. */
const failedToDownload = 63019

/** Fetches a MediaUrl as Twilio does: HEAD, then GET, the type by the header and never another (TWILIO.md §6). */
export async function fetchFile(url: string, exchanges: Exchanges): Promise<Fetched> {
  const head = await ask('HEAD', url, exchanges)
  if (head === undefined) return { errorCode: failedToDownload }
  if (Number(head.headers.get('content-length') ?? 0) > totalLimitBytes) return { errorCode: 11751 }
  const file = await ask('GET', url, exchanges)
  if (file === undefined) return { errorCode: failedToDownload }
  const contentType = file.headers.get('content-type') ?? ''
  const fault =
    contentType === (head.headers.get('content-type') ?? '') ? fileFaultOf(contentType, file.content) : 63021
  if (fault !== undefined) return { errorCode: fault }
  return { content: file.content, contentType, name: nameIn(file.headers.get('content-disposition') ?? '') }
}

/** One answer with its bytes, of those no more than can be too many; undefined unless it is a 2xx that came whole. */
async function ask(method: string, url: string, exchanges: Exchanges) {
  const startedAt = performance.now()
  const headers = { 'User-Agent': 'TwilioProxy/1.1', Accept: '*/*' }
  const record = (status: number, answer: Headers, bytes: number, error?: string): void =>
    exchanges.record({
      at: new Date().toISOString(),
      direction: 'out',
      method,
      url,
      status,
      ms: Math.round(performance.now() - startedAt),
      requestHeaders: headers,
      requestBody: '',
      responseHeaders: Object.fromEntries(answer),
      responseBody: bytes === 0 ? '' : `(${bytes} bytes)`,
      ...(error === undefined ? {} : { reason: error }),
    })
  try {
    const response = await fetch(url, { method, headers, signal: AbortSignal.timeout(timeoutMs) })
    const content = await bytesOf(response)
    const refused = response.ok ? undefined : `${failedToDownload}: the file could not be fetched.`
    record(response.status, response.headers, content.length, refused)
    return response.ok ? { headers: response.headers, content } : undefined
  } catch (error) {
    record(0, new Headers(), 0, `${failedToDownload}: ${describe(error)}`)
    return undefined
  }
}

async function bytesOf({ body }: Response): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body ?? []) {
    parts.push(part)
    bytes += part.length
    // One too many is enough to know; leaving the loop ends the download.
    if (bytes > totalLimitBytes) break
  }
  return Buffer.concat(parts)
}

/** The file's name in a Content-Disposition; the one in UTF-8 wins (RFC 6266). */
function nameIn(disposition: string): string | null {
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? null
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  if (encoded === undefined) return plain
  // Read as a form's value, so that what is no UTF-8 stays readable instead of throwing.
  return new URLSearchParams(`name=${encoded.replaceAll('+', '%2B').replaceAll('&', '%26')}`).get('name')
}

function describe(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}
