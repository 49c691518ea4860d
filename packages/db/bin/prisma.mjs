// The Prisma CLI over the schema engine that npm carries. PRISMA_NATIVE_ENGINE=1 uses Prisma's own download instead;
// the migrations folder is the same for both.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url))
const engine =
  process.env.PRISMA_NATIVE_ENGINE === '1' ? {} : { PRISMA_SCHEMA_ENGINE_BINARY: path('schema-engine.mjs') }

const { status, error } = spawnSync(
  process.execPath,
  [createRequire(import.meta.url).resolve('prisma/build/index.js'), ...process.argv.slice(2)],
  {
    cwd: path('..'),
    stdio: 'inherit',
    env: { ...process.env, ...engine, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  },
)
if (error) throw error
process.exitCode = status ?? 1
