/**
 * Lets in a few requests in each turn of the event loop, in the order of their arrival. To begin with a thousand at once
 * is seconds of work in which nothing else is done; so what must not wait is kept out of the queue, and served between.
 */
export class Turnstile {
  private waiting: (() => void)[] = []
  private left: number
  private isTurning = false

  constructor(
    private readonly perTurn: number,
    private readonly maxWaiting = 4_000,
  ) {
    this.left = perTurn
  }

  /** Calls back at once while there is room in this turn, else in one of the next. @returns false when too many wait */
  pass(enter: () => void): boolean {
    this.turnNext()
    if (this.left === 0 || this.waiting.length > 0) {
      if (this.waiting.length >= this.maxWaiting) return false
      this.waiting.push(enter)
      return true
    }
    this.left -= 1
    enter()
    return true
  }

  private turnNext(): void {
    if (this.isTurning) return
    this.isTurning = true
    setImmediate(() => {
      this.isTurning = false
      const entering = this.waiting.splice(0, this.perTurn)
      this.left = this.perTurn - entering.length
      if (entering.length > 0) this.turnNext()
      for (const enter of entering) enter()
    })
  }
}
