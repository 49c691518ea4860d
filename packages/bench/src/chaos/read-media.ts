import { readdirSync, readFileSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { hashOf } from '../files.js'
import type { Kept, MediaRow, StoredFile } from './judge-media.js'

/** Where the product keeps files, unless it is told otherwise, and where it writes them first. */
const folderOf = (dataDir: string) => join(dataDir, 'media')
const draftsOf = (dataDir: string) => join(folderOf(dataDir), '.drafts')

/** Older than the product takes any draft to be that is still written to. */
const oldMs = 2 * 3_600_000
/** The workers look for old drafts every five seconds. */
const tidiedWithinMs = 20_000

/** Reads what the database and the storage have of files. */
export async function readKept(databaseUrl: string, dataDir: string): Promise<Kept> {
  return { rows: await readRows(databaseUrl), stored: readStored(dataDir), drafts: readDrafts(dataDir) }
}

/** Lets drafts of killed processes grow old, and waits until the product has removed them, as it then must. */
export async function ageDrafts(dataDir: string): Promise<void> {
  const at = (Date.now() - oldMs) / 1000
  for (const name of readDrafts(dataDir)) utimesSync(join(draftsOf(dataDir), name), at, at)
  for (const until = performance.now() + tidiedWithinMs; performance.now() < until; await sleep(500))
    if (readDrafts(dataDir).length === 0) return
}

async function readRows(connectionString: string): Promise<MediaRow[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<MediaRow>(`
      SELECT id, org_id AS "orgId", state, bytes, sha256,
             thumbnail_bytes AS "thumbnailBytes", m4a_bytes AS "m4aBytes"
      FROM media`)
    return rows
  } finally {
    await client.end()
  }
}

function readStored(dataDir: string): StoredFile[] {
  const folder = folderOf(dataDir)
  return namesIn(folder)
    .filter((org) => org !== '.drafts')
    .flatMap((org) =>
      namesIn(join(folder, org)).map((name) => {
        const content = readFileSync(join(folder, org, name))
        return { key: `${org}/${name}`, bytes: content.length, sha256: hashOf(content) }
      }),
    )
}

const readDrafts = (dataDir: string): string[] => namesIn(draftsOf(dataDir))

/** Nobody has made the folder before the first file comes. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
