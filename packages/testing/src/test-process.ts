import { Service, type Exit, type ServiceOptions } from '@cloudpa/local/service'
import type { IsGone } from '@cloudpa/local/wait-for'

/** One process of a test's stack, which the test may kill and start again as it likes. */
export class TestProcess {
  private service: Service | undefined

  /** @param waitUntilReady resolves when the process does its work; `isGone` says why it never will */
  constructor(
    private readonly options: ServiceOptions,
    private readonly waitUntilReady: (isGone: IsGone) => Promise<void>,
  ) {}

  private get current(): Service {
    if (!this.service) throw new Error(`${this.options.name} was never started`)
    return this.service
  }

  get pid(): number {
    return this.current.pid
  }

  get isRunning(): boolean {
    return this.current.isRunning
  }

  /** Resolves when the process that runs now is gone. */
  get exited(): Promise<Exit> {
    return this.current.exited
  }

  /** What it printed since it last started. */
  output(): string {
    return this.current.output()
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<void> {
    const service = new Service(this.options)
    this.service = service
    await this.waitUntilReady(() => service.describeEnd())
  }

  /** Sends a signal and waits for the end. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    this.current.kill(signal)
    return this.current.exited
  }

  /** Stops it gracefully, if it runs, and starts it anew. */
  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  /** Stops it gracefully, if it runs. */
  async stop(): Promise<void> {
    await this.service?.stop()
  }
}
