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

/** Where a run decides what is taken, what fails on stacks is tried once more, and the report's end names it. */
const retry = process.env.CI ? 1 : 0

/**
 * Real processes and real waiting: a flow takes seconds, a screen too, and a machine under load a multiple of them. They
 * wait as well as work, so there is a worker more than the two cores that the suite is made for; a fourth makes nothing
 * faster, and all of them slower. They are one group, so that no core waits for the last flow: where none is left to begin,
 * a browser does.
 */
const onStacks = { isolate, globalSetup, retry, maxWorkers: 3, sequence: { groupOrder: 1 } }
const flow = { ...onStacks, testTimeout: 120_000, hookTimeout: 120_000 }
const screen = { ...onStacks, testTimeout: 180_000, hookTimeout: 180_000, maxConcurrency: 2 }

/** What is polled may take as long as whatever else is awaited: a second is nothing to two busy cores. */
const patient = { timeout: 30_000 }

const unread = ['**/node_modules/**', '**/dist/**']

function project(test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration {
  return {
    root,
    oxc,
    test: {
      exclude: unread,
      expect: { poll: patient },
      ...test,
    },
  }
}

/** What a queue can lose, double or delay; everything else never asks which queue it is. */
const touchesQueue = ['durability', 'lost-database', 'outbound', 'outbound-trouble', 'shutdown']

/** What PostgreSQL's queue has nothing of. */
const aboutRedis = 'apps/api/test/silent-redis.test.ts'

/** What takes longest, in this order. A long file that begins last has one core wait for it. */
const longest = [
  'media-hostile',
  'accessibility-first',
  'accessibility-second',
  'accessibility-third',
  'sending',
  'held-rows',
  'strangers',
  'ingest',
  'inbox',
  'outbound-claims',
  'thread-scroll',
  'connection',
  'writing',
  'labels',
  'search',
  'triage',
  'status-batches',
  'notes',
  'snooze',
  'filters',
  'composer',
  'passwords',
  'search-size',
  'event-spine',
  'embedded-postgres',
  'settings',
  'durability',
  'outbound-trouble',
  'without-filters',
  'media',
  'contact-panel',
  'hostile',
  'contacts',
  'outbound-clocks',
  'keyboard',
  'pane',
  'menu',
  'stack',
  'outbound-immediate',
  'thread',
  'ingest-wake-ups',
  'live-streams',
  'read-size',
  'logins',
  'status-asking',
  'migrate',
  'lost-database',
  'people',
  'demo',
  'assignment',
  'assignment-size',
  'outbound-fairness',
  'search-faults',
  'encryption-keys',
  'simulated-phone',
  'presence',
  'contacts-table',
  'views',
  'statuses',
  'pruning',
  'look',
  'row-tools',
  'find',
  'triage-races',
  'set-up',
  'shutdown',
  'shell',
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
})

/** `npm run gallery` makes pictures the way tests are run; `npm test` makes none. */
const gallery = project({ ...screen, name: 'gallery', include: ['apps/web/e2e/gallery/take-pictures.ts'] })

export default defineConfig({
  root,
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      project({
        name: 'unit',
        isolate,
        // They do nothing but work, and a second of it is ten where others work too.
        maxWorkers: 2,
        testTimeout: 60_000,
        include: [
          '{apps,packages}/*/src/**/*.test.{ts,tsx}',
          'apps/web/{app,client,components,features}/**/*.test.{ts,tsx}',
          'apps/simulator/phone/**/*.test.ts',
        ],
        sequence: { groupOrder: 0 },
      }),
      project({
        ...flow,
        name: 'flows',
        include: ['{apps,packages}/*/test/**/*.test.ts'],
        exclude: [...unread, aboutRedis],
      }),
      ...(redisUrl ? [flowsOnRedis] : []),
      project({ ...screen, name: 'browser', include: ['apps/web/e2e/**/*.test.ts'] }),
      ...(process.env.GALLERY_DIR ? [gallery] : []),
    ],
  },
})
