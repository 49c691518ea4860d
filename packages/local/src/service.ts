import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { dieWithParent } from './entries.js'

const keptLines = 200

export interface ServiceOptions {
  name: string
  /** What Node runs, with its arguments. */
  script: string[]
  cwd?: string
  env: NodeJS.ProcessEnv
  onLine?: (line: string) => void
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

/** One process of ours that runs beside this one, and ends when this one is gone. */
export class Service {
  readonly name: string
  /** Resolves when the process is gone and all it printed was read. */
  readonly exited: Promise<Exit>
  private readonly child: ChildProcess
  private readonly lines: string[] = []

  constructor({ name, script, cwd, env, onLine }: ServiceOptions) {
    this.name = name
    // A process group of its own: Ctrl-C in the terminal reaches the launcher alone, which stops things in order.
    this.child = spawn(process.execPath, ['--import', dieWithParent, ...script], {
      cwd,
      env: { ...env, CLOUDPA_LAUNCHER: String(process.pid) },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const { stdout, stderr } = this.child as ChildProcess & { stdout: Readable; stderr: Readable }
    for (const input of [stdout, stderr]) {
      createInterface({ input }).on('line', (line) => {
        this.lines.push(line)
        if (this.lines.length > keptLines) this.lines.shift()
        onLine?.(line)
      })
    }
    this.exited = new Promise((done) => {
      this.child.once('error', (error) => {
        this.lines.push(error.message)
        done({ code: null, signal: null })
      })
      this.child.once('close', (code, signal) => done({ code, signal }))
    })
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  get isRunning(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null
  }

  /** What became of it and what it said last, once it is gone. */
  async describeEnd(): Promise<string | undefined> {
    if (this.isRunning) return undefined
    const { code, signal } = await this.exited
    return `${this.name} ended (${signal ?? `exit code ${code}`}). The last it said:\n${this.output()}`
  }

  /** The last lines that it printed. */
  output(): string {
    return this.lines.join('\n')
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal)
  }

  /** Ends it with all that it started. */
  private killGroup(): void {
    if (this.isRunning) process.kill(-this.pid, 'SIGKILL')
  }

  /** Asks it to stop; after `patienceMs` it is made to. Resolves when it is gone. */
  async stop(patienceMs = 15_000): Promise<Exit> {
    const timer = setTimeout(() => this.killGroup(), patienceMs)
    if (this.isRunning) this.kill('SIGTERM')
    const exit = await this.exited
    clearTimeout(timer)
    return exit
  }
}
