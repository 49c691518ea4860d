import type { Lease } from './embedded-postgres.js'
import { claimFolder, forgetServices, recordServices } from './leftovers.js'
import { ReportedError } from './reported-error.js'
import { Service, type ServiceOptions } from './service.js'

/** Who stops first: the screens, then what they talk to. PostgreSQL stops after all of them. */
const stopOrder = [['web', 'simulator'], ['api', 'worker'], []]

const namePlain = (name: string) => name.padEnd(10)

/** All that one launcher runs, so that it can be stopped in order whatever happens. */
export class Parts {
  private readonly services: Service[] = []
  private joining: Promise<Lease> | undefined
  private stopping: Promise<void> | undefined
  private hasFolder = false
  private reportFailure: (error: Error) => void = () => undefined
  /** Rejects when a service ends that was not told to. */
  readonly failed = new Promise<never>((_, fail) => {
    this.reportFailure = fail
  })

  constructor(
    private readonly dataDir: string,
    private readonly print: (line: string) => void,
  ) {
    this.failed.catch(() => undefined) // whoever races against it handles it
  }

  /** @throws {ReportedError} while another launcher has the data folder */
  async claimFolder(): Promise<void> {
    await claimFolder(this.dataDir)
    this.hasFolder = true
  }

  /** Keeps the share in the embedded PostgreSQL, also one that is still being taken, to give it back last. */
  async hold(joining: Promise<Lease>): Promise<Lease> {
    this.joining = joining
    return joining
  }

  /** Whether any service was started. */
  get haveRun(): boolean {
    return this.services.length > 0
  }

  get isStopping(): boolean {
    return this.stopping !== undefined
  }

  /**
   * Starts a service and prints its lines under its name.
   * @param mayEnd the rest runs on without it, as when its source is being edited
   */
  launch(options: Omit<ServiceOptions, 'onLine'>, { mayEnd = false } = {}): Service {
    if (this.isStopping) throw new ReportedError('Stopping.')
    const prefix = `${namePlain(options.name)}| `
    const service = new Service({ ...options, onLine: (line) => line && this.print(prefix + line) })
    this.services.push(service)
    recordServices(
      this.dataDir,
      this.services.map(({ pid }) => pid),
    )
    void service.exited.then(() => this.noticeEnd(service, mayEnd))
    return service
  }

  private async noticeEnd(service: Service, mayEnd: boolean): Promise<void> {
    if (this.isStopping || !this.services.includes(service)) return
    const end = (await service.describeEnd()) ?? service.name
    if (mayEnd) this.print(`${end}\nIt starts again when its source changes.`)
    else this.fail(new ReportedError(end))
  }

  /** Ends the whole, because a part of it is lost for good. */
  fail(error: Error): void {
    this.reportFailure(error)
  }

  /** Stops one service for good, to start it anew. */
  async retire(service: Service): Promise<void> {
    this.services.splice(this.services.indexOf(service), 1)
    await service.stop()
  }

  /** Stops everything in order. Calling it again waits for the same stop. */
  stop(): Promise<void> {
    this.stopping ??= this.stopInOrder()
    return this.stopping
  }

  private async stopInOrder(): Promise<void> {
    for (const names of stopOrder) {
      const group = this.services.filter(({ name }) => names.length === 0 || names.includes(name))
      await Promise.all(group.map((service) => service.stop()))
    }
    if (this.hasFolder) forgetServices(this.dataDir)
    const lease = await this.joining?.catch(() => undefined) // it failed to start, and said so
    await lease?.leave()
  }
}
