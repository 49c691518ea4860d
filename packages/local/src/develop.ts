import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'
import { root, toolEnvironment } from '../bin/install.mjs'
import { bringUp, type Environments, type Launch } from './bring-up.js'
import { wantsDemo } from './demo.js'
import { compiledEntries, runGuarded } from './entries.js'
import { Parts } from './parts.js'
import { Progress } from './progress.js'
import type { Service } from './service.js'
import { readSettings, type Settings } from './settings.js'
import { describeAddresses, runUntilStopped } from './start.js'
import { waitFor } from './wait-for.js'

/** Long enough for a compiler to write all the files of one change. */
const settleMs = 250

const compiled = ['packages/contracts', 'packages/db', 'apps/api', 'apps/simulator']

/** Compiles a package again and again as it changes. */
function watchTypes(parts: Parts, folder: string): Service {
  const project = existsSync(join(root, folder, 'tsconfig.build.json'))
    ? 'tsconfig.build.json'
    : 'tsconfig.json'
  const compiler = join(root, 'node_modules/.bin/tsc')
  return parts.launch({
    name: 'tsc',
    script: [runGuarded, compiler, '-p', project, '--watch', '--preserveWatchOutput'],
    cwd: join(root, folder),
    env: toolEnvironment(),
  })
}

async function watchAllTypes(parts: Parts): Promise<void> {
  const compilers = compiled.map((folder) => watchTypes(parts, folder))
  const areDone = () => compilers.every((compiler) => compiler.output().includes('Watching for file changes'))
  await waitFor(areDone, { timeoutMs: 60_000, what: 'the first compilation' })
}

/** Runs a service from compiled files, and anew whenever one of them changes. */
function reloading(parts: Parts, progress: Progress, folders: string[], start: () => Service): () => Service {
  return () => {
    let service = start()
    let timer: NodeJS.Timeout | undefined
    const restart = async () => {
      if (parts.isStopping) return
      progress.line(`${service.name} changed: starting it again`)
      await parts.retire(service)
      service = start()
    }
    for (const folder of folders) {
      watch(join(root, folder, 'dist'), { recursive: true }, () => {
        clearTimeout(timer)
        timer = setTimeout(
          () => void restart().catch((error: Error) => progress.line(error.message)),
          settleMs,
        )
      })
    }
    return service
  }
}

function launchReloading(parts: Parts, progress: Progress, settings: Settings): Launch {
  const sources = { api: compiled.slice(0, 3), simulator: ['apps/simulator'] }
  const run = (name: string, entry: string, env: NodeJS.ProcessEnv, folders: string[]) =>
    reloading(parts, progress, folders, () =>
      parts.launch(
        { name, script: [entry], cwd: root, env: { ...env, NODE_ENV: 'development' } },
        { mayEnd: true },
      ),
    )
  return ({ api, web, simulator }: Environments) => ({
    api: run('api', compiledEntries.api, api, sources.api),
    worker: run('worker', compiledEntries.worker, api, sources.api),
    web: () =>
      parts.launch({
        name: 'web',
        script: [join(root, 'apps/web/node_modules/next/dist/bin/next'), 'dev', '--hostname', settings.HOST],
        cwd: join(root, 'apps/web'),
        env: { ...web, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
      }),
    ...(wantsDemo(settings)
      ? { simulator: run('simulator', compiledEntries.simulator, simulator, sources.simulator) }
      : {}),
  })
}

/** Runs everything from source: compiled as it changes, and restarted where that is needed. */
export async function develop(): Promise<void> {
  const progress = new Progress()
  const settings = await readSettings()
  const parts = new Parts(settings.DATA_DIR, (line) => progress.line(line))
  await runUntilStopped(parts, progress, async () => {
    await progress.during('Compiling', () => watchAllTypes(parts))
    const environments = await bringUp(settings, parts, progress, launchReloading(parts, progress, settings))
    progress.line(await describeAddresses(settings, environments))
  })
}
