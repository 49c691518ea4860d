import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { identify, isAlive } from '@cloudpa/local/process-identity'
import type { TestProject } from 'vitest/node'
import { startStack, type Stack, type StackOptions } from './test-stack.js'

/** Short, so that a test sees in seconds what production does in minutes. */
const impatient = {
  SEND_SETTLE_MS: '1500',
  SEND_BACKOFF_MS: '100',
  SWEEP_INTERVAL_MS: '500',
  SWEEP_AGE_MS: '300',
  TWILIO_TIMEOUT_MS: '1000',
  LIVE_HEARTBEAT_MS: '200',
  MEDIA_BACKOFF_MS: '100',
  MEDIA_ATTEMPTS: '2',
}

/** What the tests of a project share. */
function optionsFor(project: TestProject): StackOptions {
  if (project.name === 'browser' || project.name === 'gallery') return { web: true, simulator: true }
  const redisUrl = project.config.env?.QUEUE_REDIS_URL
  return { simulator: true, env: impatient, ...(redisUrl ? { redisUrl } : {}) }
}

/** One stack a worker of vitest, begun when its first test asks, and stopped when the worker is gone. */
class Stacks {
  private readonly byWorker = new Map<string, Promise<Stack>>()
  private readonly stops: Promise<void>[] = []
  /** Stacks that idle through the projects after theirs would take a tenth of a core. */
  private readonly timer = setInterval(() => this.stopWhere((worker) => !isAlive(worker)), 1000)

  constructor(private readonly options: StackOptions) {}

  of(pid: number): Promise<Stack> {
    const worker = identify(pid)
    const stack = this.byWorker.get(worker) ?? startStack(this.options)
    this.byWorker.set(worker, stack)
    return stack
  }

  private stopWhere(isOver: (worker: string) => boolean): void {
    for (const [worker, stack] of this.byWorker) {
      if (!isOver(worker)) continue
      this.byWorker.delete(worker)
      // One that did not start has nothing to stop, and its tests have said so.
      const stopped = stack.then(
        ({ stop }) => stop(),
        () => undefined,
      )
      stopped.catch(() => undefined) // `stop` says it, when all others are down
      this.stops.push(stopped)
    }
  }

  /** @throws when a stack could not be stopped */
  async stop(): Promise<void> {
    clearInterval(this.timer)
    this.stopWhere(() => true)
    await Promise.all(this.stops)
  }
}

/** GET /PID describes that worker's stack, POST /PID seeds it; see `sharedStack`. */
async function answer(stacks: Stacks, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { processes: _, seed, stop: __, ...addresses } = await stacks.of(Number(request.url?.slice(1)))
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
