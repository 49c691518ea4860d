// Makes this folder ready to run, then hands over to the compiled commands. No dependencies: nothing may be installed.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { installDependencies, root, SetupError } from './install.mjs'

/** Each command, what must be built before it can run, and the package that runs it: this one unless named. */
const COMMANDS = {
  start: { needs: 'product', about: 'install, build and run everything' },
  dev: { needs: 'services', about: 'the same with watch and reload' },
  test: {
    needs: 'tests',
    from: 'testing',
    about: 'run all tests; words filter by file, --project picks a suite',
  },
  check: {
    needs: 'checks',
    from: 'testing',
    about: 'format, lint, types, migration drift, sizes, unused code',
  },
  gallery: { needs: 'tests', from: 'testing', about: 'take a picture of every screen and state' },
  build: { needs: 'everything', about: 'compile everything' },
  api: { needs: 'services', about: 'the HTTP API alone' },
  'worker:inbound': { needs: 'services', about: 'the worker alone' },
  web: { needs: 'product', about: 'the inbox alone' },
  simulator: { needs: 'services', about: 'the simulated phone alone' },
  migrate: { needs: 'services', about: 'bring the database up to date' },
  cli: { needs: 'services', about: 'operator commands: seed, reset-link, …' },
  prisma: { needs: 'launcher', about: 'the Prisma CLI on the configured database' },
  bench: { needs: 'measured', about: 'measure' },
  'bench:search': { needs: 'measured', about: 'measure the search' },
  'bench:web': { needs: 'measuredWeb', about: 'measure the inbox in a browser' },
  chaos: { needs: 'measured', about: 'write while processes are killed, and count what is lost' },
}

/** Commands whose stdout belongs to what they run: installing and building must not write into it. */
const QUIET = new Set([
  'api',
  'worker:inbound',
  'web',
  'simulator',
  'migrate',
  'cli',
  'prisma',
  'bench',
  'bench:search',
  'bench:web',
  'chaos',
])

function usage() {
  const lines = Object.entries(COMMANDS).map(([name, { about }]) => `  ${name.padEnd(15)} ${about}`)
  return `Usage: node packages/local/bin/cloudpa.mjs COMMAND\n${lines.join('\n')}`
}

/** Fills in from the `.env` file at the root what the real environment does not say. */
function loadEnvFile() {
  const file = join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

/**
 * Installs and builds what the command needs, and runs it.
 * @param {string | undefined} name one of COMMANDS
 * @param {string[]} args what follows it on the command line
 */
export async function runCommand(name, args) {
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : undefined
  if (!command) throw new SetupError(name ? `There is no command "${name}".\n${usage()}` : usage())
  loadEnvFile()

  const output = QUIET.has(name) ? process.stderr : process.stdout
  await installDependencies(output)
  await build(command.needs, output)
  if (name === 'build') return

  const main = join(root, 'packages', command.from ?? 'local', 'dist/main.js')
  const { run } = await import(pathToFileURL(main).href)
  await run(name, args)
}
