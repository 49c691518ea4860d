type Work = () => unknown
interface Options {
  steal?: boolean
  signal?: AbortSignal
}

/** The browser's exclusive locks for tests in Node; whoever has the same object is a tab of the same browser. */
export class SampleLocks {
  private readonly holders = new Map<string, (error: unknown) => void>()
  private readonly queues = new Map<string, Work[]>()

  readonly request = async (name: string, ...rest: [Work] | [Options, Work]): Promise<unknown> => {
    const work = rest.length === 1 ? rest[0] : rest[1]
    const { steal, signal }: Options = rest.length === 1 ? {} : rest[0]
    if (steal) this.holders.get(name)?.(new DOMException('stolen', 'AbortError'))
    else if (this.holders.has(name)) await this.turn(name, signal)
    const { promise: robbed, reject } = withReject()
    this.holders.set(name, reject)
    try {
      return await Promise.race([work(), robbed])
    } finally {
      if (this.holders.get(name) === reject) {
        this.holders.delete(name)
        this.queues.get(name)?.shift()?.()
      }
    }
  }

  /** A tab that is suspended with a lock: it neither works on nor gives the lock up. */
  suspend(name: string): void {
    this.request(name, { steal: true }, () => new Promise(() => undefined)).catch((error: unknown) => {
      if (!(error instanceof DOMException)) throw error
    })
  }

  private turn(name: string, signal: AbortSignal | undefined) {
    return new Promise<void>((resolve, reject) => {
      const queue = this.queues.get(name) ?? []
      this.queues.set(name, queue)
      queue.push(resolve)
      signal?.addEventListener('abort', () => {
        if (!queue.includes(resolve)) return
        queue.splice(queue.indexOf(resolve), 1)
        // What the web page gave as the reason is what it gets, whichever type that is.
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        reject(signal.reason)
      })
    })
  }
}

function withReject() {
  let reject: (error: unknown) => void = () => undefined
  const promise = new Promise<never>((_, no) => (reject = no))
  return { promise, reject }
}
