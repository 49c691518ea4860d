import { bringUp, type Environments, type Launch } from './bring-up.js'
import { demoSignInWorks, loadDemo, wantsDemo } from './demo.js'
import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../bin/install.mjs'
import { entries } from './entries.js'
import { Parts } from './parts.js'
import { completeStandaloneWeb } from './prepare-web.js'
import { Progress } from './progress.js'
import { localOrigin, readSettings, type Settings } from './settings.js'
import { stopWithNpm } from './watch-npm.js'

/** The last thing that a start prints: where everything is. */
export async function describeAddresses(settings: Settings, { api }: Environments): Promise<string> {
  const withDemo = wantsDemo(settings)
  const demo = withDemo ? loadDemo(settings.DATA_DIR) : undefined
  const password =
    demo && (await demoSignInWorks(settings))
      ? `password ${demo.password}`
      : 'and the password you set (forgotten: npm run cloudpa -- reset-link demo@cloudpa.test)'
  const rows: [string, string][] = [
    ['Inbox', settings.WEB_BASE_URL],
    demo ? ['Sign in', `${demo.email}  ${password}`] : await describeWayIn(settings, api),
    ...(demo
      ? [['Phone', `http://localhost:${settings.SIMULATOR_PORT}  (write as a customer)`] as [string, string]]
      : []),
    ['Webhook', `${settings.PUBLIC_BASE_URL}/api/v1/messaging/webhook/whatsapp`],
    ['API docs', `${settings.PUBLIC_BASE_URL}/api/docs`],
    [
      'Data',
      settings.DATABASE_URL ? `${settings.DATA_DIR} and the database of DATABASE_URL` : settings.DATA_DIR,
    ],
  ]
  const lines = rows.map(([label, value]) => `  ${label.padEnd(10)}${value}`)
  return ['', 'Cloud PA is running.', '', ...lines, '', 'Ctrl-C stops everything.', ''].join('\n')
}

/** How somebody gets in where there is no demo: the first one by a link that only the operator is shown. */
async function describeWayIn(settings: Settings, env: NodeJS.ProcessEnv): Promise<[string, string]> {
  const config = await fetch(`${localOrigin(settings, settings.PORT)}/api/v1/config`)
  const { signUp } = (await config.json()) as { signUp: string }
  if (signUp === 'open') return ['Sign in', 'sign up at the inbox address']
  if (signUp === 'invited') return ['Sign in', 'at the inbox address']
  const { stdout } = await promisify(execFile)(process.execPath, [entries.cli, 'set-up-link'], { env })
  return ['Set up', `${stdout.trim()}  (makes you the owner, once)`]
}

/**
 * Runs something until it fails or a signal comes, then stops all parts in order and ends this process.
 * @param work brings the parts up; resolves when they run
 */
export async function runUntilStopped(
  parts: Parts,
  progress: Progress,
  work: () => Promise<void>,
): Promise<void> {
  stopWithNpm()
  // When npm or the terminal dies first nobody reads us any more, and the stop must still go on.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined)
  const told = new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop())
  })
  let fault: string | undefined
  try {
    // Before anything is written there, or a port is found taken: by whom, then, is known.
    await parts.claimFolder()
    await Promise.race([told, parts.failed, work().then(() => Promise.race([told, parts.failed]))])
  } catch (error) {
    fault = error instanceof Error && error.name === 'ReportedError' ? error.message : String(error)
    progress.line(fault)
  }
  progress.line('Stopping…')
  await parts.stop()
  // Once more, in one line: what the services said at their end has pushed it off the screen.
  progress.line(fault && parts.haveRun ? `Stopped: ${fault.split('\n')[0]}` : 'Stopped.')
  process.exit(fault === undefined ? 0 : 1)
}

function launchBuilt(parts: Parts, settings: Settings): Launch {
  const run =
    (name: string, entry: string, env: NodeJS.ProcessEnv, cwd = root) =>
    () =>
      parts.launch({ name, script: [entry], env, cwd })
  return ({ api, web, simulator }: Environments) => ({
    api: run('api', entries.api, api),
    worker: run('worker', entries.worker, api),
    web: run('web', entries.web, web, dirname(entries.web)),
    ...(wantsDemo(settings) ? { simulator: run('simulator', entries.simulator, simulator) } : {}),
  })
}

/** Runs everything as built, with the embedded PostgreSQL unless DATABASE_URL names another, until told to stop. */
export async function start(): Promise<void> {
  const progress = new Progress()
  const settings = await readSettings()
  completeStandaloneWeb()
  const parts = new Parts(settings.DATA_DIR, (line) => progress.line(line))
  await runUntilStopped(parts, progress, async () => {
    const environments = await bringUp(settings, parts, progress, launchBuilt(parts, settings))
    progress.line(await describeAddresses(settings, environments))
  })
}
