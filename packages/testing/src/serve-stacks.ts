import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestProject } from 'vitest/node'
import { startStack, type Stack, type StackOptions } from './test-stack.js'

/** Short, so that a test sees in seconds what production does in minutes. */
const impatient = {
  SEND_SETTLE_MS: '1500',
  SEND_BACKOFF_MS: '100',
  SWEEP_INTERVAL_MS: '300',
  SWEEP_AGE_MS: '300',
  TWILIO_TIMEOUT_MS: '1000',
  LIVE_HEARTBEAT_MS: '200',
}

/** What the tests of a project share. */
function optionsFor(project: TestProject): StackOptions {
  if (project.name === 'browser') return { web: true, simulator: true }
  const redisUrl = project.config.env?.QUEUE_REDIS_URL
  return { simulator: true, env: impatient, ...(redisUrl ? { redisUrl } : {}) }
}

/** One stack a worker of vitest, begun when its first test asks; see `sharedStack`. */
class Stacks {
  private readonly byWorker = new Map<string, Promise<Stack>>()

  constructor(private readonly options: StackOptions) {}

  of(worker: string): Promise<Stack> {
    const stack = this.byWorker.get(worker) ?? startStack(this.options)
    this.byWorker.set(worker, stack)
    return stack
  }

  async stop(): Promise<void> {
    for (const { value } of await Promise.allSettled(this.byWorker.values()).then(onlyStarted))
      await value.stop()
  }
}

function onlyStarted(results: PromiseSettledResult<Stack>[]): PromiseFulfilledResult<Stack>[] {
  return results.filter((result) => result.status === 'fulfilled')
}

/** GET /WORKER describes the worker's stack, POST /WORKER seeds it. */
async function answer(stacks: Stacks, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { processes: _, seed, stop: __, ...addresses } = await stacks.of(request.url ?? '')
    const said = request.method === 'POST' ? await seed(JSON.parse(await text(request)) as object) : addresses
    response.end(JSON.stringify(said))
  } catch (error) {
    response.writeHead(500).end(error instanceof Error ? error.message : String(error))
  }
}

/** Run by vitest once a project, in its main process, where stacks outlive the test files. */
export default async function serveStacks(project: TestProject): Promise<() => Promise<void>> {
  const stacks = new Stacks(optionsFor(project))
  const server = createServer((request, response) => void answer(stacks, request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  project.provide('stacksUrl', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return async () => {
    server.close()
    await stacks.stop()
  }
}
