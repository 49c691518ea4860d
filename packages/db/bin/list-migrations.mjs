// Writes down which migrations this build is made for, so that a process can tell whether a database fits it. Prisma
// keeps the same checksum, the SHA-256 of the file, beside each migration that it applies.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('../../../prisma/migrations/', import.meta.url)
const target = new URL('../src/generated/migrations.ts', import.meta.url)

const migrations = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => {
    const sql = readFileSync(new URL(`${name}/migration.sql`, folder))
    return { name, checksum: createHash('sha256').update(sql).digest('hex') }
  })
  .toSorted((a, b) => (a.name < b.name ? -1 : 1))

mkdirSync(fileURLToPath(new URL('.', target)), { recursive: true })
writeFileSync(target, `export const migrations = ${JSON.stringify(migrations, null, 2)}\n`)
