import { stripVTControlCharacters } from 'node:util'

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const clearLine = '\r\u001b[K'

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/** Says on stdout what is going on. On a terminal the present step moves; elsewhere each step is one line. */
export class Progress {
  private readonly isTerminal = process.stdout.isTTY === true
  private step: { label: string; startedAt: number; timer: NodeJS.Timeout } | undefined

  private draw = (): void => {
    if (!this.step) return
    const elapsedMs = Date.now() - this.step.startedAt
    const frame = frames[Math.floor(elapsedMs / 80) % frames.length]
    process.stdout.write(`${clearLine}${frame} ${this.step.label} ${seconds(elapsedMs)}`)
  }

  /** Prints a whole line without disturbing the moving one. */
  line(text: string): void {
    process.stdout.write(this.isTerminal ? `${clearLine}${text}\n` : `${stripVTControlCharacters(text)}\n`)
    this.draw()
  }

  /** Shows what is being done while `work` does it, with the seconds since the command began. */
  async during<T>(label: string, work: () => Promise<T>): Promise<T> {
    const startedAt = Date.now()
    if (this.isTerminal) this.step = { label, startedAt, timer: setInterval(this.draw, 80) }
    else this.line(`[${seconds(performance.now()).padStart(7)}] ${label}…`)
    try {
      const result = await work()
      this.end(`✓ ${label} ${seconds(Date.now() - startedAt)}`)
      return result
    } catch (error) {
      this.end(`✗ ${label}`)
      throw error
    }
  }

  private end(text: string): void {
    if (!this.step) return
    clearInterval(this.step.timer)
    this.step = undefined
    this.line(text)
  }
}
