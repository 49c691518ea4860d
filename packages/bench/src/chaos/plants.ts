import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

/** One piece of compiled code, and the mistake that takes its place. */
interface Change {
  file: string
  piece: string
  mistake: string
}

interface Plant {
  changes: Change[]
  /** Run on the database before the product starts. */
  sql?: string
}

/** Mistakes that this product must never make. A run that does not find them would find nothing else either. */
const plants = {
  'no-unique-key': {
    sql: `
      DROP INDEX webhook_event_org_id_chat_account_id_sid_kind_status_key;
      DROP INDEX message_sid_org_id_chat_account_id_key;`,
    changes: [
      {
        file: 'inbound/webhook-events.js',
        piece: 'ON CONFLICT (org_id, chat_account_id, kind, sid, status) DO NOTHING',
        mistake: '',
      },
      {
        file: 'inbound/write-inbound.js',
        piece: 'ON CONFLICT (org_id, chat_account_id, sid) DO NOTHING',
        mistake: '',
      },
    ],
  },
  'answer-before-commit': {
    changes: [
      {
        file: 'inbound/webhook-events.js',
        piece: 'return this.writer.add(event);',
        mistake: 'this.writer.add(event).catch(() => undefined); return Promise.resolve();',
      },
    ],
  },
  // Twilio is not asked what became of an attempt that nobody answered.
  'blind-resend': {
    changes: [
      {
        file: 'outbound/deliver.service.js',
        piece: 'return findOurs(listed, { outgoing, firstClaimedAt, known, hasTwin });',
        mistake: 'return undefined;',
      },
    ],
  },
  // A file that did not come the first time, or whose worker was killed, is never asked for again.
  'forgotten-files': {
    changes: [
      {
        file: 'media/media-sweeper.js',
        piece: 'for (const key of due)',
        mistake: 'for (const key of [])',
      },
    ],
  },
  // The sweeper would make up for it: it leaves alone what a job has begun.
  'give-up-after-one-stall': {
    changes: [
      { file: 'platform/queue.js', piece: 'maxStalledCount: 1000', mistake: 'maxStalledCount: 0' },
      // A hint would do at once what is to stall as a job.
      { file: 'inbound/ingest-alarm.js', piece: 'stored.length <= hintedAtMost', mistake: 'false' },
      {
        file: 'inbound/ingest.processor.js',
        piece: 'await this.service.ingest(payload.data.positions);',
        mistake: `
          await this.service.system.$executeRawUnsafe(
            'UPDATE webhook_due SET attempts = attempts + 1 WHERE position = ANY($1::bigint[])',
            payload.data.positions,
          );
          await this.service.ingest(payload.data.positions);`,
      },
      {
        file: 'inbound/webhook-event-sweeper.js',
        piece: 'WHERE position >',
        mistake: 'WHERE attempts = 0 AND position >',
      },
    ],
  },
} satisfies Record<string, Plant>

export type PlantName = keyof typeof plants

export const plantNames = Object.keys(plants) as PlantName[]

const builtApi = fileURLToPath(new URL('../../../../apps/api/dist', import.meta.url))
/** Beside the built API, so that it finds the same packages; holding a dist, so that no tool takes it for source. */
const plantedApi = join(builtApi, `../.planted-${process.pid}`)

/** A copy of the built API with a mistake in it. */
export interface PlantedApi {
  entries: { api: string; worker: string }
  remove(): void
}

/**
 * Looks whether a plant still fits the built API.
 * @returns a line for each piece of code that is not there exactly once; none when the plant can be planted
 */
export function misfitsOf(name: PlantName): string[] {
  const { changes }: Plant = plants[name]
  return changes.flatMap(({ file, piece }) => {
    const count = readFileSync(join(builtApi, file), 'utf8').split(piece).length - 1
    return count === 1 ? [] : [`${name}: ${file} holds ${count} times, not once: ${piece}`]
  })
}

/**
 * Plants a mistake in a copy of the built API, and in the database where it takes one.
 * @throws when a piece of code that it replaces is not there exactly once: then the plant must be mended first
 */
export async function plantMistake(name: PlantName, databaseUrl: string): Promise<PlantedApi> {
  const { changes, sql }: Plant = plants[name]
  const misfits = misfitsOf(name)
  if (misfits.length > 0) throw new Error(misfits.join('\n'))
  const folder = join(plantedApi, 'dist')
  cpSync(builtApi, folder, { recursive: true })
  for (const { file, piece, mistake } of changes) {
    const path = join(folder, file)
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(piece, () => mistake),
    )
  }
  if (sql) await runSql(databaseUrl, sql)
  return {
    entries: { api: join(folder, 'main.js'), worker: join(folder, 'worker.js') },
    remove: () => rmSync(plantedApi, { recursive: true, force: true }),
  }
}

async function runSql(databaseUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
