import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { root, toolEnvironment } from '@cloudpa/local/install'
import { answersPing } from './answers-ping.js'
import { completeStandaloneWeb } from '@cloudpa/local/prepare-web'
import { startEphemeralPostgres, type ClusterCopy, type EphemeralPostgres } from './ephemeral-postgres.js'
import { migrate } from '@cloudpa/local/migrate'
import { findRoomInMemory } from './room-in-memory.js'
import { openRunFolder } from './run-folder.js'
import { ReportedError } from '@cloudpa/local/reported-error'
import { Service } from '@cloudpa/local/service'
import { nameRetried, summarize, type VitestReport } from './summarize-tests.js'
import { stopWithNpm } from '@cloudpa/local/watch-npm'

/** The database that every test file copies its own from. */
const template = 'cloudpa_template'
const defaultRedisUrl = 'redis://127.0.0.1:6379'

async function makeTemplate(postgres: EphemeralPostgres): Promise<void> {
  const admin = new pg.Client({ connectionString: postgres.url('postgres') })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${template}`)
  await admin.end()
  await migrate(postgres.url(template), {})
}

/** @throws {ReportedError} in CI without a Redis: half of the flows would silently not run */
async function findRedis(): Promise<string | undefined> {
  const url = process.env.TEST_REDIS_URL || defaultRedisUrl
  if (await answersPing(url)) return url
  if (process.env.CI === 'true') {
    throw new ReportedError(
      `No Redis answers at ${url}: in CI the flows must run on both queues. Set TEST_REDIS_URL.`,
    )
  }
  console.log(
    `No Redis answers at ${url}: the flows run on the Postgres queue only (TEST_REDIS_URL names another).`,
  )
  return undefined
}

/** Configuration of the person's own must not reach what is tested. */
function testEnvironment(
  postgres: EphemeralPostgres,
  copy: ClusterCopy,
  redisUrl: string | undefined,
): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, REDIS_URL: __, TEST_REDIS_URL: ___, ...inherited } = toolEnvironment()
  return {
    ...inherited,
    NODE_ENV: 'test',
    TEST_DATABASE_URL: postgres.url('postgres'),
    TEST_TEMPLATE_DATABASE: template,
    TEST_CLUSTER_COPY: copy.dir,
    ...(redisUrl ? { TEST_REDIS_URL: redisUrl } : {}),
  }
}

function startVitest(args: string[], reportFile: string, env: NodeJS.ProcessEnv): Service {
  const folder = dirname(createRequire(import.meta.url).resolve('vitest/package.json'))
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  const config = join(root, 'packages/testing/vitest.config.ts')
  return new Service({
    name: 'vitest',
    script: [join(folder, 'vitest.mjs'), 'run', '--config', config, ...reporters, ...args],
    cwd: root,
    env: { ...env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) },
    onLine: (line) => {
      if (!line.startsWith('JSON report written to')) console.log(line)
    },
  })
}

async function runVitest(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cloudpa-report-'))
  const reportFile = join(folder, 'report.json')
  const vitest = startVitest(args, reportFile, env)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => vitest.kill('SIGTERM'))
  try {
    const { code } = await vitest.exited
    const report = existsSync(reportFile)
      ? (JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport)
      : undefined
    const { line, ok } = summarize(report, code === 0)
    for (const retried of nameRetried(report, root)) console.log(retried)
    console.log(line)
    process.exitCode = ok ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * Runs all tests on a PostgreSQL of their own. The last line of stdout is the sum over all suites.
 * @param args words that a test file's path must contain, and vitest's options such as --project
 */
export async function runTests(args: string[]): Promise<void> {
  stopWithNpm()
  const redisUrl = await findRedis()
  completeStandaloneWeb()
  const folder = await openRunFolder(process.env.TMPDIR ? undefined : findRoomInMemory())
  process.env.TMPDIR = folder.path
  try {
    await runOnPostgres(args, redisUrl)
  } finally {
    folder.remove()
  }
}

async function runOnPostgres(args: string[], redisUrl: string | undefined): Promise<void> {
  const postgres = await startEphemeralPostgres()
  try {
    await makeTemplate(postgres)
    await runVitest(args, testEnvironment(postgres, await postgres.copy(), redisUrl))
  } finally {
    await postgres.remove()
  }
}
