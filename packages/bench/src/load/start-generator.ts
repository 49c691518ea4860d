import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { answerOf } from './answer-of.js'

/** Who writes how much to whom: with `perSecond` at that pace whatever comes back, otherwise as fast as it is taken. */
export interface Load {
  origin: string
  chatAccounts: number
  /** The index of the first of them; 0 unless told otherwise. */
  firstChatAccount?: number
  customersPerChatAccount: number
  /** Where the customers of each chatAccount begin to be counted. */
  firstCustomer?: number
  /** Everybody writes in turn; otherwise whoever comes to write. */
  inTurn?: boolean
  forMs?: number
  /** Ends it after so many forms. */
  count?: number
  perSecond?: number
  /** Each has a picture. */
  hasPictures?: boolean
  connections?: number
  /** Looks for some of the messages in the inbox, until it shows them; the customers must be known there. */
  look?: Look
}

export interface Look {
  /** For one message in so many: the looking costs more than the writing. */
  oneIn: number
  /** Of the orgs, in the order of their chatAccounts. */
  apiKeys: string[]
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
  /** From the writing of a form until the API answers with it, where that was looked for. */
  shownP50Ms: number
  shownP99Ms: number
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
  const child = fork(fileURLToPath(new URL('./generator.js', import.meta.url)))
  return {
    run: async (load) => {
      child.send(load)
      const result = await answerOf<LoadResult>(child)
      if (result.refused > 0) throw new Error(`${result.refused} forms were refused: ${result.refusal}`)
      return result
    },
    stop: () => void child.kill(),
  }
}
