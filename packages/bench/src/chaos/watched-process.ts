import type { TestProcess } from '@cloudpa/testing/kit'
import type { Journal } from './journal.js'

/** A process of the product that we kill, and that must never end by itself. */
export class WatchedProcess {
  /** Each time that it ended although nobody had asked it to. */
  readonly falls: string[] = []
  private isOurs = false

  /** @param process runs already */
  constructor(
    readonly name: string,
    private readonly process: TestProcess,
    private readonly journal: Journal,
  ) {
    void this.watch()
  }

  /** Kills it outright, this moment. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.isOurs = true
    await this.process.kill('SIGKILL')
  }

  /** Starts it after a kill. Resolves when it is ready. */
  async start(): Promise<void> {
    await this.process.start()
    this.isOurs = false
    void this.watch()
  }

  /** Stops it between two of its instructions, as a machine that runs out of memory may. */
  freeze(): void {
    process.kill(this.process.pid, 'SIGSTOP')
  }

  thaw(): void {
    process.kill(this.process.pid, 'SIGCONT')
  }

  /** From here on its end is ours. */
  leave(): void {
    this.isOurs = true
  }

  /** As whoever operates it would, it is started again; but the fall counts. */
  private async watch(): Promise<void> {
    const exit = await this.process.exited
    if (this.isOurs) return
    this.falls.push(`${this.name} ended by itself: ${exit.signal ?? `exit code ${exit.code}`}`)
    this.journal.note('fell', { process: this.name, exit, said: this.process.output() })
    await this.start().catch((error: unknown) => {
      this.falls.push(`${this.name} did not start again: ${String(error)}`)
    })
  }
}
