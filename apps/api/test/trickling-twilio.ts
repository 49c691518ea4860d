import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A Twilio that begins every answer at once and never ends it: one space after another. */
export async function startTricklingTwilio() {
  let calls = 0
  const server = createServer((_request, response) => {
    calls += 1
    response.writeHead(201, { 'content-type': 'application/json' })
    const drip = setInterval(() => response.write(' '), 100)
    response.on('close', () => clearInterval(drip))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
