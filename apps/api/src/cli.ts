import 'reflect-metadata'
import { readFileSync } from 'node:fs'
import { sayError } from '@cloudpa/contracts/english'
import type { SystemClient } from '@cloudpa/db'
import type { INestApplicationContext } from '@nestjs/common'
import { AccountsService } from './auth/accounts.service.js'
import { SetUpService } from './auth/set-up.service.js'
import type { Env } from './env.js'
import { openApp } from './open-app.js'
import { requireDatabase } from './platform/await-database.js'
import { SYSTEM } from './platform/database.js'
import { readEnvOrExit } from './platform/process.js'
import { CatchUpService } from './reconcile/catch-up.service.js'
import { findAllNumbers } from './reconcile/find-numbers.js'
import { seedLines } from './seed-lines.js'
import { SeedService } from './seed.service.js'

const usage = `Cloud PA, commands for the operator:
  seed FILE.json       create businesses, members, numbers and past conversations; prints ids and an API
                       key for each business
                       (with - for FILE.json: one such object per line, from standard input; its "settings" name
                       another installation, as DATABASE_URL and DATA_DIR do, for that line)
  set-up-link          print the set-up link for the first owner of a new installation
  reconcile            compare every number with Twilio's list of its messages now, add what is missing, and print
                       a line for each
  reset-link EMAIL     print a password reset link for this user (valid for an hour)
`

type Command = (env: Env, argument: string | undefined) => Promise<void>

const commands: Record<string, Command> = {
  seed: async (env, file) => {
    if (!file) throw new Error('Name the file to seed from: seed FILE.json')
    if (file === '-') return seedLines()
    await withApp(env, async (app) => {
      const seeded = await app.get(SeedService).seed(JSON.parse(readFileSync(file, 'utf8')))
      process.stdout.write(`${JSON.stringify(seeded)}\n`)
    })
  },
  reconcile: (env) =>
    withApp(env, async (app) => {
      const system = app.get<SystemClient>(SYSTEM)
      let failed = 0
      for (const number of await findAllNumbers(system)) {
        const { address, orgName, obstacle } = number
        const outcome = obstacle
          ? obstacles[obstacle]
          : await app.get(CatchUpService).run(number, { insisting: true, ending: neverEnding })
        if (hasFailed(outcome)) failed++
        process.stdout.write(`${address} (${orgName}): ${sayOutcome(outcome)}\n`)
      }
      if (failed > 0) throw new Error(`Not compared to the end: ${failed}. The lines above say why.`)
    }),
  'set-up-link': (env) =>
    withApp(env, async (app) => {
      const link = await app.get(SetUpService).link()
      if (!link) throw new Error(sayError('set_up_already', {}))
      process.stdout.write(`${link}\n`)
    }),
  'reset-link': (env, email) =>
    withApp(env, async (app) => {
      if (!email) throw new Error('Name the user: reset-link EMAIL')
      process.stdout.write(`${await app.get(AccountsService).makeResetLink(email)}\n`)
    }),
}

/** Whoever interrupts the command interrupts all of it: what a number lacked is then added by the worker. */
const neverEnding = new AbortController().signal

/** Numbers that are left alone, and why. */
const obstacles = {
  off: 'skipped: it is turned off in Settings.',
  unproven: 'skipped: Twilio has not accepted its credentials yet. Check them in Settings.',
} as const

type Outcome = Awaited<ReturnType<CatchUpService['run']>> | (typeof obstacles)[keyof typeof obstacles]

const hasFailed = (outcome: Outcome) => typeof outcome === 'object' && 'kind' in outcome

function sayOutcome(outcome: Outcome): string {
  if (typeof outcome === 'string') return outcome
  if (!outcome) return 'skipped: another process is comparing it, or it was paused.'
  if ('kind' in outcome) return `not finished. ${outcome.message}`
  const { fresh, late, missing, history } = outcome
  const fetched = history > 0 ? `; ${history} from before it was connected have been fetched` : ''
  const found = missing === 0 ? 'nothing was missing' : `${missing} were missing and have been added`
  return `${fresh + late} compared; ${found}${fetched}.`
}

async function withApp(env: Env, task: (app: INestApplicationContext) => Promise<void>): Promise<void> {
  await requireDatabase(env)
  const app = await openApp(env)
  try {
    await task(app)
  } finally {
    await app.close()
  }
}

const [name = '', argument] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (!command) {
  process.stderr.write(usage)
  process.exit(name === '' || name === 'help' || name === '--help' ? 0 : 2)
}
command(readEnvOrExit(), argument).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  },
)
