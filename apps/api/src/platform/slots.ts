/** Lets so many pieces of work run at once; the others wait, in the order in which they came. */
export class Slots {
  private readonly waiting: (() => void)[] = []

  constructor(private free: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1
    else await new Promise<void>((enter) => this.waiting.push(enter))
    try {
      return await work()
    } finally {
      // Whoever waits gets this very slot, so that nobody who comes now is ahead of them.
      const enter = this.waiting.shift()
      if (enter) enter()
      else this.free += 1
    }
  }
}
