import { ConsoleLogger, type INestApplicationContext, type LogLevel } from '@nestjs/common'
import { EnvError, readEnv, type Env } from '../env.js'

const levels: LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose']

/** Nest's tale of how it wires itself; it says nothing that a failed start would not say louder. */
const wiring = new Set([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
])

class QuietLogger extends ConsoleLogger {
  /** What keeps a process from starting is told once, by `endWith`. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== 'ExceptionHandler') super.error(message, ...rest)
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!wiring.has(String(rest.at(-1)))) super.log(message, ...rest)
  }
}

/** One JSON line per message on standard output, from LOG_LEVEL on; readable lines on a terminal. */
export function createLogger(env: Env): ConsoleLogger {
  return new QuietLogger({
    json: !process.stdout.isTTY,
    colors: process.stdout.isTTY,
    logLevels: levels.slice(0, levels.indexOf(env.LOG_LEVEL) + 1),
  })
}

/** A process can't run as it is configured. The message is one line that says what to do. */
export class StartError extends Error {}

/** Ends a process that did not start, saying why on standard error. */
export function endWith(error: unknown): never {
  console.error(error instanceof StartError ? error.message : error)
  process.exit(1)
}

/** Reads the configuration, or ends the process with every fault of it on standard error. */
export function readEnvOrExit(): Env {
  try {
    return readEnv()
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

/** Longer than a call to Twilio may take. What is cut off then is claimed in the database, and taken up by another. */
const patienceMs = 15_000

/**
 * SIGTERM, SIGINT and SIGHUP end the process in order: nothing new is taken, what is in hand is finished. What does not
 * finish, such as a queue whose server is away, does not keep the process.
 */
export function closeOnSignal(app: INestApplicationContext): void {
  let closing = false
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (closing) return
      closing = true
      setTimeout(() => {
        console.error(`not closed after ${patienceMs} ms, ending anyway`)
        process.exit(1)
      }, patienceMs).unref()
      app.close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error)
          process.exit(1)
        },
      )
    })
  }
}
