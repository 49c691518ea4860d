import { join } from 'node:path'
import { root } from '../bin/install.mjs'

const at = (path: string) => join(root, path)

/** Where each process of the product begins, once built. */
export const entries = {
  api: at('apps/api/bundle/main.js'),
  worker: at('apps/api/bundle/worker.js'),
  cli: at('apps/api/bundle/cli.js'),
  simulator: at('apps/simulator/bundle/main.js'),
  web: at('apps/web/serve.mjs'),
  bench: at('packages/bench/dist/main.js'),
  'bench:search': at('packages/bench/dist/search/main.js'),
  'bench:web': at('packages/bench/dist/web/main.js'),
  chaos: at('packages/bench/dist/chaos/main.js'),
}

/** Where Next puts the web's server when it is built. */
export const standaloneWeb = at('apps/web/.next/standalone/apps/web')

/** The same before bundling, as the compiler writes it again whenever a source changes. */
export const compiledEntries = {
  api: at('apps/api/dist/main.js'),
  worker: at('apps/api/dist/worker.js'),
  simulator: at('apps/simulator/dist/main.js'),
}

/** Preloaded into every process that must not outlive the launcher. */
export const dieWithParent = new URL('../bin/die-with-parent.mjs', import.meta.url).href
export const runGuarded = at('packages/local/bin/run-guarded.mjs')
export const prismaCli = at('packages/db/bin/prisma.mjs')
