import { buildApp } from './app.js'
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
    clockOffsetMs: sim.clock.offsetMs,
    receipts: sim.receipts.settings,
  }))
  const saved = persistence.load((line) => console.warn(line))
  if (saved !== undefined) {
    sim.clock.restore(saved.clockOffsetMs)
    sim.receipts.settings = saved.receipts
    sim.store.load(saved.store)
    sim.receipts.resume()
  }
  sim.store.onChange = persistence.changed
  return persistence
}

async function main(env: Env): Promise<void> {
  const sim = createSimulator({ autoReceipts: env.autoReceipts })
  const persistence = env.statePath === undefined ? undefined : keepState(sim, env.statePath)
  const app = buildApp(sim)
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
