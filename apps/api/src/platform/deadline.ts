/**
 * A time that runs from now. It is over when either clock of this process says so: performance.now() stands still while
 * the machine is suspended, and the wall clock may be set back.
 */
export class Deadline {
  private readonly begunMs = performance.now()
  private readonly begunAt = Date.now()

  /** @param ms how long it is from now */
  constructor(private readonly ms: number) {}

  /** What is left of it in milliseconds; not above 0 when it is over. */
  leftMs(): number {
    return this.ms - Math.max(performance.now() - this.begunMs, Date.now() - this.begunAt)
  }
}
