import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const root = resolve(import.meta.dirname, '../..')
const redisUrl = process.env.TEST_REDIS_URL

/** Nest needs the decorators' metadata. */
const oxc = { decorator: { legacy: true, emitDecoratorMetadata: true } }

const globalSetup = resolve(import.meta.dirname, 'dist/serve-stacks.js')

/** A process for each file would take seconds of each, and no test leaves anything behind in its own. */
const isolate = false

/**
 * Real processes and real waiting: a flow takes seconds, and a machine under load a multiple of them. They wait as long
 * as they work, so there are twice as many workers as the two cores that the suite is made for. Units and browsers have
 * less time for a test, and keep the cores busy by themselves.
 */
const flow = { isolate, testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: 4, globalSetup }
const oneACore = 2

const unread = ['**/node_modules/**', '**/dist/**']

function project(test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration {
  return { root, oxc, test: { exclude: unread, ...test } }
}

/** What a queue can lose, double or delay; everything else never asks which queue it is. */
const touchesQueue = ['durability', 'lost-database', 'outbound', 'outbound-trouble', 'shutdown']

/** What PostgreSQL's queue has nothing of. */
const aboutRedis = 'apps/api/test/silent-redis.test.ts'

/** What takes over half a minute, the longest first. A long file that begins last has one core wait for it. */
const longest = [
  'accessibility',
  'inbox',
  'connection',
  'people',
  'demo',
  'data-folder',
  'outbound-claims',
  'outbound-clocks',
  'stack',
  'live-streams',
  'held-rows',
  'strangers',
  'outbound-trouble',
  'embedded-postgres',
  'durability',
  'shutdown',
  'inbound-cases',
  'lost-database',
  'hostile',
  'outbound-fairness',
  'event-spine',
  'commands',
  'logins',
  'ingest',
  'passwords',
  'without-filters',
  'encryption-keys',
  'acknowledgements',
  'statuses',
  'stop-serving',
  'away-redis',
]

/** A worker serves one project and goes with the last of its files. The flows on Redis are few and long. */
const order = ['unit', 'flows-redis', 'flows', 'browser']

/** Whether a file uses the stack that its worker keeps, which costs a thirtieth of a core even while nobody asks it. */
function sharesStack(file: string): boolean {
  return /\bsharedStack\(|'\.\/thread\.js'/.test(readFileSync(file, 'utf8'))
}

/** In a suite, what starts stacks of its own comes before what shares one; of each, the longest first. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project: { name }, moduleId }: TestSpecification) => {
      const place = longest.indexOf(basename(moduleId, '.test.ts'))
      return (
        1000 * order.indexOf(name) +
        (sharesStack(moduleId) ? longest.length + 1 : 0) +
        (place < 0 ? longest.length : place)
      )
    }
    const ranks = new Map(files.map((file) => [file, rank(file)]))
    return (await super.sort(files)).toSorted((one, other) => ranks.get(one)! - ranks.get(other)!)
  }
}

const flowsOnRedis = project({
  ...flow,
  name: 'flows-redis',
  include: [...touchesQueue.map((name) => `apps/api/test/${name}.test.ts`), aboutRedis],
  env: { QUEUE_REDIS_URL: redisUrl ?? '' },
  sequence: { groupOrder: 1 },
})

/** `npm run gallery` makes pictures the way tests are run; `npm test` makes none. */
const gallery = project({
  name: 'gallery',
  isolate,
  globalSetup,
  include: ['apps/web/e2e/gallery/take-pictures.ts'],
  testTimeout: 180_000,
  hookTimeout: 180_000,
  maxConcurrency: 3,
})

export default defineConfig({
  root,
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      project({
        name: 'unit',
        isolate,
        maxWorkers: oneACore,
        include: [
          '{apps,packages}/*/src/**/*.test.{ts,tsx}',
          'apps/web/{app,client,components,features}/**/*.test.{ts,tsx}',
        ],
        sequence: { groupOrder: 0 },
      }),
      project({
        ...flow,
        name: 'flows',
        include: ['{apps,packages}/*/test/**/*.test.ts'],
        exclude: [...unread, aboutRedis],
        sequence: { groupOrder: 1 },
      }),
      ...(redisUrl ? [flowsOnRedis] : []),
      project({
        name: 'browser',
        isolate,
        globalSetup,
        include: ['apps/web/e2e/**/*.test.ts'],
        testTimeout: 180_000,
        hookTimeout: 180_000,
        maxWorkers: oneACore,
        maxConcurrency: 3,
        sequence: { groupOrder: 2 },
      }),
      ...(process.env.GALLERY_DIR ? [gallery] : []),
    ],
  },
})
