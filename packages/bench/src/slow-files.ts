import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeFile } from './files.js'

/** A host of pictures that takes its time with each. */
export interface SlowFiles {
  url: string
  /** How many it had on their way at once so far. */
  most(): number
  /** From here on it is quick, also with those on their way. */
  hurry(): void
  /** From here on each takes its time again. */
  dawdle(): void
  stop(): void
}

/**
 * Starts a host in Twilio's place; every address of it is a picture.
 * @param takesMs how long each takes, from asking to its last byte
 */
export async function startSlowFiles(takesMs: number): Promise<SlowFiles> {
  const { content, contentType } = makeFile('image', 'bench')
  const underWay = new Map<ServerResponse, NodeJS.Timeout>()
  let [most, isQuick] = [0, false]
  const finish = (response: ServerResponse) => {
    clearTimeout(underWay.get(response))
    underWay.delete(response)
    response.end(content.subarray(1))
  }
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': contentType, 'content-length': content.length })
    response.write(content.subarray(0, 1))
    underWay.set(
      response,
      setTimeout(() => finish(response), isQuick ? 0 : takesMs),
    )
    most = Math.max(most, underWay.size)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    most: () => most,
    hurry: () => {
      isQuick = true
      for (const response of underWay.keys()) finish(response)
    },
    dawdle: () => void (isQuick = false),
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
