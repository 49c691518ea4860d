import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Who writes how much to whom: with `perSecond` at that pace whatever comes back, otherwise as fast as it is taken. */
export interface Load {
  origin: string
  lines: number
  customersPerLine: number
  /** Where the customers of each line begin to be counted. */
  firstCustomer?: number
  forMs?: number
  /** Ends it after so many forms. */
  count?: number
  perSecond?: number
  connections?: number
}

export interface LoadResult {
  acknowledged: number
  refused: number
  /** What the first refusal said. */
  refusal: string | undefined
  seconds: number
  /** From the writing of a form to its acknowledgement. */
  p50Ms: number
  p99Ms: number
  /** Processor time of the generator. */
  cpuMs: number
}

export interface Generator {
  /** @throws when a form was refused: what refuses is no measure of anything */
  run(load: Load): Promise<LoadResult>
  stop(): void
}

/** Starts the process that writes the forms of all customers. */
export function startGenerator(): Generator {
  const child = fork(fileURLToPath(new URL('generator.js', import.meta.url)))
  return {
    run: async (load) => {
      child.send(load)
      const [result] = (await once(child, 'message')) as [LoadResult]
      if (result.refused > 0) throw new Error(`${result.refused} forms were refused: ${result.refusal}`)
      return result
    },
    stop: () => void child.kill(),
  }
}
