import type { Logger } from '@nestjs/common'

const pauseMs = 10_000

/**
 * Warns of what strangers can cause as often as they like, or what befalls many connections at once: the first time at once, then one line for all that came
 * within ten seconds, so that nobody can fill a disk.
 */
export class SparingLog {
  private pause: NodeJS.Timeout | undefined
  private held = 0
  private latest = ''

  constructor(private readonly logger: Logger) {}

  warn(sentence: string): void {
    if (this.pause) {
      this.held += 1
      this.latest = sentence
      return
    }
    this.logger.warn(sentence)
    this.pause = setTimeout(() => this.sumUp(), pauseMs).unref()
  }

  private sumUp(): void {
    this.pause = undefined
    if (this.held === 0) return
    const sentence = this.held === 1 ? this.latest : `${this.latest} (and ${this.held - 1} more like it)`
    this.held = 0
    this.warn(sentence)
  }
}
