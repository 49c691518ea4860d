// Installs the dependencies with the pinned pnpm, once for each state of the lockfile. No dependencies.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { withLock } from './lock.mjs'

export const root = resolve(import.meta.dirname, '../../..')
/** What the launcher remembers about this installation; it goes when node_modules goes. */
export const memory = join(root, 'node_modules/.cloudpa')
const stamp = join(memory, 'installed')
const ownBin = join(memory, 'bin')
const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Something about this machine or folder that the person in front of it can put right: shown without a stack. */
export class SetupError extends Error {
  name = 'SetupError'
}

/** The environment for tools: the pinned pnpm and the installed commands first, and nobody calls home. */
export function toolEnvironment() {
  return {
    ...process.env,
    PATH: [ownBin, join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
    CHECKPOINT_DISABLE: '1',
    DO_NOT_TRACK: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    npm_config_update_notifier: 'false',
    npm_config_fund: 'false',
    npm_config_audit: 'false',
  }
}

/**
 * Runs a program to its end.
 * @returns what it printed, when `output` is not given
 * @throws {SetupError} when it fails
 */
export function runTool(program, args, output, extraEnvironment = {}) {
  const stdout = output ?? 'pipe'
  const child = spawn(program, args, {
    cwd: root,
    env: { ...toolEnvironment(), ...extraEnvironment },
    stdio: ['ignore', stdout, process.stderr],
  })
  let printed = ''
  child.stdout?.on('data', (chunk) => (printed += chunk))
  const forward = (signal) => child.kill(signal)
  for (const signal of STOPPING) process.on(signal, forward)
  return new Promise((done, fail) => {
    child.once('error', (error) => fail(new SetupError(`Could not run ${program}: ${error.message}`)))
    child.once('close', (code, signal) => {
      for (const stopping of STOPPING) process.off(stopping, forward)
      if (code === 0) done(printed)
      else fail(new SetupError(`${program} ${args.join(' ')} failed (${signal ?? `exit code ${code}`})`))
    })
  })
}

/** Changes when what is to be installed changes. */
function wantedInstallation() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  const packages = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name, 'package.json')),
  )
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...packages]) {
    if (existsSync(join(root, file))) hash.update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

const isInstalled = (wanted) => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted

/** Keeps npx's copy of pnpm at hand: turbo looks for `pnpm` on PATH, and npm may clear its cache at any time. */
async function keepPnpm(output) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const found = await runTool('npx', [
    '--yes',
    '--loglevel=error',
    '--package',
    packageManager,
    '--call',
    'command -v pnpm',
  ])
  const source = found.trim().split('\n').at(-1)
  if (!source || !existsSync(source)) throw new SetupError(`npx could not fetch ${packageManager}`)
  const target = join(ownBin, 'pnpm')
  mkdirSync(ownBin, { recursive: true })
  rmSync(target, { force: true })
  try {
    linkSync(realpathSync(source), target)
  } catch {
    copyFileSync(source, target) // npm's cache is on another disk, or belongs to somebody else
  }
  output.write(`Using ${packageManager}\n`)
}

/**
 * Brings node_modules in line with the lockfile; does nothing when it already is.
 * @param output where progress goes
 */
export async function installDependencies(output) {
  const wanted = wantedInstallation()
  if (isInstalled(wanted)) return
  const onWait = () => output.write('Another command is installing, waiting for it…\n')
  const work = async () => {
    if (isInstalled(wanted)) return
    const startedAt = Date.now()
    output.write('Installing dependencies…\n')
    await keepPnpm(output)
    await runTool('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only'], output, {
      CI: 'true', // pnpm asks no questions
    })
    mkdirSync(memory, { recursive: true })
    writeFileSync(stamp, wanted)
    output.write(`Installed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`)
  }
  await withLock(join(memory, 'lock'), work, onWait)
}
