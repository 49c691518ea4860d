import { randomBytes } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { buildApp } from './app.js'
import { isLoopback } from './control/guard.js'
import { readEnv, type Env } from './env.js'
import { Persistence } from './persistence.js'
import { createSimulator, type Simulator } from './simulator.js'

function fail(cause: unknown): never {
  console.error(cause instanceof Error ? cause.message : String(cause))
  process.exit(1)
}

function keepState(sim: Simulator, path: string): Persistence {
  const persistence = new Persistence(path, () => ({
    store: sim.store.save(),
    templates: sim.templates.save(),
    clockOffsetMs: sim.clock.offsetMs,
    receipts: sim.receipts.settings,
  }))
  const saved = persistence.load((line) => console.warn(line))
  if (saved !== undefined) {
    sim.clock.restore(saved.clockOffsetMs)
    sim.receipts.settings = saved.receipts
    sim.store.load(saved.store)
    if (saved.templates !== undefined) sim.templates.load(saved.templates)
    sim.receipts.resume()
  }
  sim.store.onChange = persistence.changed
  sim.templates.onChange = persistence.changed
  return persistence
}

/** Nobody can reach a loopback address from elsewhere; anywhere else the phone needs a token, or it is everybody's. */
function tokenFor(env: Env): string | null {
  if (isLoopback(env.host) || env.host === 'localhost') return null
  return env.token ?? randomBytes(18).toString('base64url')
}

/** The phone as other machines reach it: at the name that was given, or at every address of this one. */
function linksTo(address: string, host: string, token: string): string[] {
  const { port } = new URL(address)
  const everywhere = host === '0.0.0.0' || host === '::'
  const own = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map((each) => each.address)
  return (everywhere ? own : [host]).map(
    (name) => `http://${name.includes(':') ? `[${name}]` : name}:${port}/?token=${token}`,
  )
}

async function main(env: Env): Promise<void> {
  const sim = createSimulator({ autoReceipts: env.autoReceipts })
  const persistence = env.statePath === undefined ? undefined : keepState(sim, env.statePath)
  const token = tokenFor(env)
  const app = buildApp(sim, token)
  const stop = async (): Promise<void> => {
    sim.clock.cancelAll()
    await app.close()
    persistence?.flush()
    process.exit(0)
  }
  process.once('SIGTERM', () => void stop().catch(fail))
  process.once('SIGINT', () => void stop().catch(fail))
  try {
    const address = await app.listen({ port: env.port, host: env.host })
    console.log(`Simulator ready: the phone is at ${address}`)
    if (token !== null)
      for (const link of linksTo(address, env.host, token)) console.log(`From another machine: ${link}`)
  } catch (cause) {
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
    fail(taken ? `Port ${env.port} is taken. Set SIMULATOR_PORT to move the simulator.` : cause)
  }
}

try {
  await main(readEnv())
} catch (cause) {
  fail(cause)
}
