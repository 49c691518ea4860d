import { spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { entries } from './entries.js'

/** The operators' `seed` command, kept open: its start costs more than a hundred orgs. */
export interface Seeder {
  /**
   * Writes orgs, members and chatAccounts.
   * @param content what the command's file holds
   * @param settings name another installation than the one that the command was begun for
   * @returns what the command printed: ids and an API key for each org
   */
  seed(content: object, settings?: NodeJS.ProcessEnv): Promise<unknown>
  /** Ends the command. */
  stop(): Promise<void>
}

/**
 * Begins the command. It ends with this process at the latest, which it keeps from ending only while it is asked.
 * @param env the environment of the command: DATABASE_URL above all
 */
export function startSeeder(env: NodeJS.ProcessEnv): Seeder {
  const child = spawn(process.execPath, [entries.cli, 'seed', '-'], { env, stdio: 'pipe' })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk))
  // What a dead command can't be told any more is reported by the answer that doesn't come.
  child.stdin.on('error', () => undefined)
  const exited = new Promise((done) => child.once('error', done).once('close', done))

  const call = (method: 'ref' | 'unref') => {
    child[method]()
    for (const pipe of [child.stdin, child.stdout, child.stderr]) (pipe as unknown as Socket)[method]()
  }
  call('unref')

  const ask = async (content: object, settings?: NodeJS.ProcessEnv): Promise<unknown> => {
    call('ref')
    child.stdin.write(`${JSON.stringify({ ...content, settings })}\n`)
    const { value, done } = await answers.next()
    call('unref')
    if (!done) return JSON.parse(value)
    call('ref')
    await exited
    throw new Error(`seed failed:\n${complaints}`)
  }
  let last: Promise<unknown> = Promise.resolve()
  return {
    // One after another: answers carry no name, only their order.
    seed: (content, settings) => {
      const next = () => ask(content, settings)
      return (last = last.then(next, next))
    },
    stop: async () => {
      call('ref')
      child.stdin.end()
      await exited
    },
  }
}

/** Seeds once; see `Seeder`. */
export async function seed(content: object, env: NodeJS.ProcessEnv): Promise<unknown> {
  const seeder = startSeeder(env)
  try {
    return await seeder.seed(content)
  } finally {
    await seeder.stop()
  }
}
