import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach } from 'vitest'

type Serve = (response: ServerResponse, method: string) => void

/** A server with files for Twilio to fetch, for one test file; each file stands at an address of its own. */
export function fileServer() {
  const files = new Map<string, Serve>()
  const asked: { method: string; path: string; headers: IncomingHttpHeaders }[] = []
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    asked.push({ method, path: url, headers })
    const serve = files.get(url)
    if (serve === undefined) response.writeHead(404).end()
    else serve(response, method)
  })
  let base = ''
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  beforeEach(() => {
    files.clear()
    asked.length = 0
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const put = (serve: Serve): string => {
    const path = `/file-${files.size}`
    files.set(path, serve)
    return base + path
  }
  return {
    asked,
    put,
    /** A file as a good server has it. */
    has: (type: string, content: Uint8Array, headers: Record<string, string> = {}): string =>
      put((response, method) => {
        response.writeHead(200, { 'content-type': type, 'content-length': content.length, ...headers })
        response.end(method === 'HEAD' ? undefined : content)
      }),
  }
}

const padded = (beginning: number[] | string, bytes = 64): Buffer => {
  const file = Buffer.alloc(bytes)
  Buffer.from(beginning as string).copy(file)
  return file
}

/** Files that begin as theirs do, by media type. */
export const sampleFiles: [kind: string, type: string, content: Buffer][] = [
  ['image', 'image/jpeg', padded([0xff, 0xd8, 0xff, 0xe0])],
  ['image', 'image/png', padded([0x89, 0x50, 0x4e, 0x47])],
  ['sticker', 'image/webp', padded('RIFF1234WEBP')],
  ['voice', 'audio/ogg', padded('OggS'.padEnd(28, '\0') + 'OpusHead')],
  ['audio', 'audio/mpeg', padded('ID3')],
  ['audio', 'audio/amr', padded('#!AMR')],
  ['video', 'video/mp4', padded('\0\0\0\x18ftypmp42')],
  ['document', 'application/pdf', padded('%PDF-1.7')],
  [
    'document',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    padded('PK\x03\x04'),
  ],
  ['contacts', 'text/vcard', padded('BEGIN:VCARD\r\n')],
]

/** A picture of so many bytes. */
export const pictureOf = (bytes: number): Buffer => padded([0xff, 0xd8, 0xff, 0xe0], bytes)
