import { join } from 'node:path'
import { demoEnvironment, explainMissingDemo, loadDemo, playDemo, seedDemo, wantsDemo } from './demo.js'
import { joinEmbeddedPostgres } from './embedded-postgres.js'
import { isPortFree } from './free-port.js'
import { migrate } from './migrate.js'
import type { Parts } from './parts.js'
import type { Progress } from './progress.js'
import { ReportedError } from './reported-error.js'
import type { Service } from './service.js'
import { localOrigin, type Settings } from './settings.js'
import { waitForHttp } from './wait-for.js'

/** What runs: the services that `launch` starts, under the names that stop in order. */
export type Launch = (environments: Environments) => Record<string, () => Service>

/** The environment of each service. */
export interface Environments {
  api: NodeJS.ProcessEnv
  simulator: NodeJS.ProcessEnv
  web: NodeJS.ProcessEnv
}

/** @throws {ReportedError} when this machine can't be reached under HOST */
async function canListen({ HOST }: Settings, port: number): Promise<boolean> {
  try {
    return await isPortFree(port, HOST)
  } catch (error) {
    throw new ReportedError(
      `HOST: this machine can't listen on ${HOST} (${(error as Error).message}). ` +
        'Set it to one of its own addresses: 127.0.0.1 for itself alone, 0.0.0.0 for the network.',
    )
  }
}

/** @throws {ReportedError} naming each port that is taken or given twice, and the variable that moves it */
async function requirePorts(settings: Settings): Promise<void> {
  const variables = ['PORT', 'WEB_PORT', ...(wantsDemo(settings) ? ['SIMULATOR_PORT'] : [])] as const
  const faults: string[] = []
  const owners = new Map<number, string>()
  for (const variable of variables) {
    const port = settings[variable as 'PORT']
    const owner = owners.get(port)
    owners.set(port, variable)
    if (owner) faults.push(`${owner} and ${variable} are both ${port}. Set one of them to another port.`)
    if (owner || (await canListen(settings, port))) continue
    faults.push(
      `Port ${port} is taken. Set ${variable} to another one, e.g. ${variable}=${port + 1000} npm start`,
    )
  }
  if (faults.length > 0) throw new ReportedError(faults.join('\n'))
}

function describeEnvironments(settings: Settings, databaseUrl: string): Environments {
  const { HOST, DATA_DIR } = settings
  const simulator = localOrigin(settings, settings.SIMULATOR_PORT)
  const base = { ...process.env, HOST, DATA_DIR, NODE_ENV: 'production' }
  const withDemo = wantsDemo(settings)
  const twilio = withDemo ? demoEnvironment(settings) : {}
  return {
    api: { ...base, ...twilio, DATABASE_URL: databaseUrl, PORT: String(settings.PORT) },
    simulator: {
      ...base,
      SIMULATOR_PORT: String(settings.SIMULATOR_PORT),
      SIMULATOR_STATE: process.env.SIMULATOR_STATE || join(DATA_DIR, 'simulator.json'),
    },
    web: {
      ...base,
      HOSTNAME: HOST,
      PORT: String(settings.WEB_PORT),
      API_ORIGIN: localOrigin(settings, settings.PORT),
      ...(withDemo ? { SIMULATOR_URL: simulator } : {}),
    },
  }
}

async function provideDatabase(settings: Settings, parts: Parts, progress: Progress): Promise<string> {
  if (settings.DATABASE_URL) return settings.DATABASE_URL
  const lease = await progress.during('Starting PostgreSQL', () =>
    parts.hold(joinEmbeddedPostgres(settings.DATA_DIR, (error) => parts.fail(error))),
  )
  if (lease.adopted) progress.line('          It ran already: kept as it is.')
  return lease.url
}

function readyAddresses(settings: Settings): Record<string, string> {
  return {
    api: `${localOrigin(settings, settings.PORT)}/health/ready`,
    web: `${localOrigin(settings, settings.WEB_PORT)}/sign-in`,
    simulator: `${localOrigin(settings, settings.SIMULATOR_PORT)}/health`,
  }
}

async function startService(name: string, start: () => Service, settings: Settings): Promise<void> {
  const service = start()
  const address = readyAddresses(settings)[name]
  if (address) await waitForHttp(address, () => service.describeEnd())
}

/**
 * Brings the whole product up, saying so step by step.
 * @param launch how each service is started
 * @returns what each of them was told
 * @throws {ReportedError} for what the person can mend
 */
export async function bringUp(
  settings: Settings,
  parts: Parts,
  progress: Progress,
  launch: Launch,
): Promise<Environments> {
  await requirePorts(settings)
  const missingDemo = explainMissingDemo(settings)
  if (missingDemo) progress.line(missingDemo)

  const databaseUrl = await provideDatabase(settings, parts, progress)
  await progress.during('Migrating the database', () =>
    migrate(databaseUrl, { redisUrl: settings.REDIS_URL }),
  )

  const environments = describeEnvironments(settings, databaseUrl)
  const services = Object.entries(launch(environments))
  const withDemo = wantsDemo(settings)
  await progress.during(`Starting ${services.map(([name]) => name).join(', ')}`, async () => {
    const seeding = withDemo ? seedDemo(settings, loadDemo(settings.DATA_DIR), environments.api) : undefined
    await Promise.all([seeding, ...services.map(([name, start]) => startService(name, start, settings))])
  })
  if (withDemo) {
    const silence = await progress.during('Setting the demo up', () => playDemo(settings))
    if (silence) progress.line(silence)
  }
  return environments
}
