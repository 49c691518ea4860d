// Many screens of the web, as the API sees them: each keeps an event stream open and loads what it shows whenever the
// stream begins or says that something was missed. A line on standard input breaks all their connections at once, as a
// restarted proxy does. Arguments: address, API key, conversation, count.
import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const [url, key, conversation, count] = process.argv.slice(2)
const base = `${url}/api/v1`
const options = { agent: new Agent({ keepAlive: true }), headers: { authorization: `Bearer ${key}` } }
let loaded = 0

/** Resolves with the answer's status when all of it was read; 0 when there was none. */
function ask(path, onData) {
  return new Promise((resolve) => {
    const request = get(base + path, options, (response) => {
      response.on('data', (chunk) => onData?.(response.statusCode, chunk))
      response.on('close', () => resolve(response.statusCode))
    })
    request.on('error', () => resolve(0))
  })
}

/** As the web's query client: three more attempts, at growing distance. */
async function load(path) {
  for (let failures = 0; failures < 4; failures += 1) {
    if ((await ask(path)) === 200) return
    await sleep(1_000 * 2 ** failures)
  }
}

async function loadScreen() {
  const paths = [
    '/chat-accounts',
    '/messaging/conversations?limit=50',
    `/messaging/conversations/${conversation}`,
  ]
  await Promise.all(paths.map(load))
  loaded += 1
}

/** As the browser and the web reconnect: after a second when the line broke, at growing distance when it was refused. */
async function watch() {
  let retryMs = 1_000
  for (;;) {
    const status = await ask('/messaging/events', (answered, chunk) => {
      if (answered !== 200) return
      retryMs = 1_000
      const text = String(chunk)
      if (text.includes(': connected') || text.includes('"resync"')) void loadScreen()
    })
    await sleep(retryMs * (0.75 + Math.random() / 2))
    if (status !== 200 && status !== 0) retryMs = Math.min(retryMs * 2, 15_000)
  }
}

for (let screen = 0; screen < Number(count); screen += 1) void sleep(screen * 10).then(watch)
setInterval(() => console.log(loaded), 200)
process.stdin.on('data', () => {
  for (const socket of Object.values(options.agent.sockets).flat()) socket?.destroy()
})
