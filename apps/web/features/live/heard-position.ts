import type { InboxEvent, Told } from './event-line'

/**
 * What one tab has heard of the line that all tabs share: each event once, and none left out. A tab may join late, sleep,
 * or load something that is older than what it began to hear from; then it asks for what came behind that.
 */
export class HeardPosition {
  /** Everything behind `from` and up to `last` was heard. */
  private from: number | null = null
  private last: number | null = null

  /**
   * @param askFrom asks the line for everything behind an event, once more
   * @param earliestAnswer the event up to which the oldest of what was loaded stands
   * @param onWentBack the line itself went back behind what was heard: all that was loaded is of another time, as when an
   *   older backup was restored
   */
  constructor(
    private readonly askFrom: (id: number) => void,
    private readonly earliestAnswer: () => number | null,
    private readonly onWentBack: () => void,
  ) {}

  /** Behind which event a new line must begin so that this tab misses nothing. */
  get start(): number | null {
    return this.last ?? this.earliestAnswer()
  }

  /** @returns what of it this tab has not heard yet */
  hear({ after, id, entries }: Told): InboxEvent[] {
    if (id === null) return []
    const last = this.last ?? after ?? id
    if (after !== null && id < after && id < last) {
      this.onWentBack()
      return []
    }
    this.from ??= last
    this.last ??= last
    const fresh = entries.filter((entry) => entry.id > last).map(({ event }) => event)
    // Between what was heard and this there was something that this tab slept through.
    if (after !== null && after > last) this.askFrom(last)
    else this.last = Math.max(last, id)
    this.reachBack()
    return fresh
  }

  /** Something was loaded: if it stands for a moment before the first that was heard, what lies between is asked for. */
  reachBack(): void {
    const earliest = this.earliestAnswer()
    if (this.from === null || earliest === null || earliest >= this.from) return
    this.from = this.last = earliest
    this.askFrom(earliest)
  }
}
