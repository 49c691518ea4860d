import { Logger } from '@nestjs/common'

/**
 * Runs a task again and again with a pause between the end of one run and the start of the next. A failed run is
 * logged and the next one comes as usual.
 * @param pauseMs between two runs
 * @returns stops it; resolves when a run under way has ended
 */
export function repeat(name: string, pauseMs: number, task: () => Promise<void>): () => Promise<void> {
  const logger = new Logger(name)
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let running: Promise<void> = Promise.resolve()

  const schedule = () => {
    timer = setTimeout(() => (running = run()), pauseMs)
  }
  const run = async () => {
    try {
      await task()
    } catch (error) {
      logger.warn(`failed, comes again in ${pauseMs} ms: ${String(error)}`)
    }
    if (!stopped) schedule()
  }
  schedule()
  return () => {
    stopped = true
    clearTimeout(timer)
    return running
  }
}
