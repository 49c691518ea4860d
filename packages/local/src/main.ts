import type { Bench } from './run-app.js'

type Run = (args: string[]) => Promise<void>

/** Loaded one by one, so that a short command does not wait for the code of a long one. */
const commands: Record<string, () => Promise<Run>> = {
  start: async () => (await import('./start.js')).start,
  dev: async () => (await import('./develop.js')).develop,
  prisma: async () => (await import('./run-prisma.js')).runPrisma,
  api: async () => runOnDatabase('api'),
  'worker:inbound': async () => runOnDatabase('worker'),
  cli: async () => runOnDatabase('cli'),
  bench: async () => runBench('bench'),
  'bench:search': async () => runBench('bench:search'),
  'bench:web': async () => runBench('bench:web'),
  chaos: async () => runBench('chaos'),
  web: async () => (await import('./run-app.js')).runWeb,
  simulator: async () => (await import('./run-app.js')).runSimulator,
  migrate: async () => (await import('./run-app.js')).runMigrate,
}

async function runOnDatabase(app: 'api' | 'worker' | 'cli'): Promise<Run> {
  const { runOnDatabase: run } = await import('./run-app.js')
  return (args) => run(app, args)
}

async function runBench(kind: Bench): Promise<Run> {
  const { runBench: run } = await import('./run-app.js')
  return (args) => run(kind, args)
}

/** Runs one of the commands that bin/prepare.mjs lists for this package. */
export async function run(name: string, args: string[]): Promise<void> {
  const load = commands[name]
  if (!load) throw new Error(`There is no command ${name}`)
  const command = await load()
  await command(args)
}
