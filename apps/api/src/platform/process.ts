import { ConsoleLogger, Logger, type LogLevel } from '@nestjs/common'
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
  /** What keeps a process from starting is told once, by `runProcess`. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== 'ExceptionHandler') super.error(message, ...rest)
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!wiring.has(String(rest.at(-1)))) super.log(message, ...rest)
  }
}

/** One JSON line per message on standard output, from LOG_LEVEL on; readable lines on a terminal. */
function createLogger(env: Env): ConsoleLogger {
  return new QuietLogger({
    json: !process.stdout.isTTY,
    colors: process.stdout.isTTY,
    logLevels: levels.slice(0, levels.indexOf(env.LOG_LEVEL) + 1),
  })
}

/** A process can't run as it is configured. The message is one line that says what to do. */
export class StartError extends Error {}

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

interface Closable {
  close(): Promise<unknown>
}

/** How a process ends: in order, and never without saying why. */
export class Ending {
  private readonly logger = new Logger('process')
  private toClose: Closable | undefined
  private code: number | undefined

  /**
   * Obeys SIGTERM, SIGINT and SIGHUP. A fault that nobody caught leaves the process in a state that nobody knows: it is
   * told, and the process ends as well as it can.
   */
  static watch(): Ending {
    const ending = new Ending()
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => ending.begin(0))
    // Promises that were rejected and not handled arrive here too, by Node's default.
    process.on('uncaughtException', (error: unknown) => {
      ending.logger.fatal(`exiting after an uncaught error: ${describeError(error)}`)
      ending.begin(1)
    })
    return ending
  }

  /** Names what is to be closed first; until then an end is immediate. */
  closes(app: Closable): void {
    this.toClose = app
  }

  /**
   * Nothing new is taken, what is in hand is finished. What does not finish, such as a queue whose server is away, does
   * not keep the process.
   */
  private begin(code: number): void {
    if (this.code !== undefined) {
      this.code = Math.max(this.code, code)
      return
    }
    this.code = code
    setTimeout(() => {
      this.logger.fatal(`did not shut down within ${patienceMs} ms, exiting anyway`)
      process.exit(1)
    }, patienceMs).unref()
    const closed = this.toClose?.close() ?? Promise.resolve()
    closed.then(
      () => process.exit(this.code),
      (error: unknown) => {
        this.logger.fatal(`ending, and could not close: ${describeError(error)}`)
        process.exit(1)
      },
    )
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/**
 * Begins a process of the product: reads the configuration, sets up its log, and sees to its end.
 * @param start begins the work; when it fails, so does the process, and says why
 */
export function runProcess(start: (env: Env, ending: Ending) => Promise<void>): void {
  const env = readEnvOrExit()
  const logger = createLogger(env)
  Logger.overrideLogger(logger)
  start(env, Ending.watch()).catch((error: unknown) => {
    if (error instanceof StartError) console.error(error.message)
    else logger.fatal(`could not start: ${describeError(error)}`, 'process')
    process.exit(1)
  })
}
