/** Fires something at an acknowledgement: that is when a promise has just been made that memory may not keep yet. */
export class Trigger {
  private left = 0
  private fire: (() => void) | undefined

  /** Fires within milliseconds of the acknowledgement that comes as the `count`-th from now. */
  arm(count: number, fire: () => void): void {
    this.left = count
    this.fire = fire
  }

  /** To be called in the very turn in which an acknowledgement is read. */
  pull(): void {
    this.left -= 1
    if (this.left > 0) return
    this.fire?.()
    this.fire = undefined
  }
}
