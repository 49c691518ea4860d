// Compiles what changed. turbo knows what that is; the stamp here saves even asking it. No dependencies.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { memory, root, runTool } from './install.mjs'

/** Folders that are made by a build or do not go into one. */
const SKIPPED = new Set([
  'node_modules',
  'dist',
  'bundle',
  'generated',
  '.next',
  '.turbo',
  'test',
  'e2e',
  'test-results',
])

/** Written anew by `next build` and by `next dev`, each in its own way: after the first build it would ask for another. */
const WRITTEN_BY_NEXT = 'next-env.d.ts'

/** Every source file under a folder, with what shows that it changed. */
function listSources(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : listSources(path)
    if (/\.test\.tsx?$/.test(entry.name) || entry.name === WRITTEN_BY_NEXT) return []
    const { size, mtimeMs } = statSync(join(root, path))
    return [`${path} ${size} ${mtimeMs}`]
  })
}

/** What is built from: changes with any edit, and with anything newly installed. */
function fingerprintSources() {
  const sources = ['apps', 'packages', 'prisma'].flatMap(listSources)
  const files = ['turbo.json', '.tsconfig.base.json'].map((file) => readFileSync(join(root, file), 'utf8'))
  const installed = readFileSync(join(memory, 'installed'), 'utf8')
  const settings = Object.entries(process.env).filter(([name]) => name.startsWith('NEXT_PUBLIC_'))
  const hash = createHash('sha256').update(JSON.stringify([process.version, installed, settings, ...files]))
  return hash.update(sources.toSorted().join('\n')).digest('hex')
}

/**
 * What can be asked for. Measuring and testing are no part of the product, and the inbox none of the services: what is
 * wrong with them must not keep the rest from running.
 */
const TARGETS = {
  everything: { packages: [] },
  tests: { packages: ['api', 'simulator', 'web', 'testing'] },
  // Its sizes are those of the built inbox.
  checks: { packages: ['web', 'testing'], partOf: 'tests' },
  product: { packages: ['api', 'simulator', 'web', 'local'], partOf: 'tests' },
  services: { packages: ['api', 'simulator', 'local'], partOf: 'product' },
  launcher: { packages: ['local'], partOf: 'services' },
  measured: { packages: ['api', 'simulator', 'local', 'bench'], partOf: 'measuredWeb' },
  measuredWeb: { packages: ['api', 'simulator', 'web', 'local', 'bench'] },
}

/** Whether each package of the target has something built. */
function outputsExist({ packages }) {
  const outputs = { web: '.next/BUILD_ID', api: 'bundle/main.js', simulator: 'bundle/main.js' }
  return packages.every((name) =>
    ['apps', 'packages'].some((folder) => existsSync(join(root, folder, name, outputs[name] ?? 'dist'))),
  )
}

const stampOf = (name) => join(memory, `built-${name}`)

/** Whether the target was built from these very sources, by itself or as a part of more. */
function isBuilt(name, sources) {
  const target = TARGETS[name]
  const stamp = stampOf(name)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return outputsExist(target)
  return target.partOf !== undefined && isBuilt(target.partOf, sources)
}

/**
 * Builds what changed, or takes it from turbo's cache; does not even ask turbo when nothing did.
 * @param {keyof typeof TARGETS} name
 * @param output where progress goes
 */
export async function build(name, output) {
  if (name !== 'everything' && isBuilt(name, fingerprintSources())) return
  const onWait = () => output.write('Another command is building, waiting for it…\n')
  const work = async () => {
    const startedAt = Date.now()
    const sources = fingerprintSources()
    const filters = TARGETS[name].packages.map((each) => `--filter=@cloudpa/${each}`)
    output.write('Building…\n')
    await runTool('turbo', ['run', 'build', '--output-logs=errors-only', ...filters], output)
    mkdirSync(memory, { recursive: true })
    writeFileSync(stampOf(name), sources)
    output.write(`Built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`)
  }
  await withLock(join(memory, 'lock'), work, onWait)
}
