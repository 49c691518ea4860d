import { parseArgs } from 'node:util'
import type { QueueKind } from './scene.js'

/** Says how far a long measurement has come. */
export type Progress = (line: string) => void

export const measurementNames = ['throughput', 'latency', 'flat', 'screens', 'media'] as const
export type MeasurementName = (typeof measurementNames)[number]

export interface Options {
  only: MeasurementName[]
  queues: QueueKind[]
}

const usage = `npm run bench -- [--only NAME]… [--queue postgres|redis|both]
  --only   measures only this: ${measurementNames.join(', ')}
  --queue  measures on this queue only; both unless told otherwise`

/**
 * Reads the command line.
 * @throws with the usage when it can't be understood
 */
export function readOptions(args: string[]): Options {
  try {
    const { values } = parseArgs({
      args,
      options: { only: { type: 'string', multiple: true }, queue: { type: 'string', default: 'both' } },
    })
    return {
      only: values.only
        ? values.only.flatMap((names) => names.split(',')).map(nameOf)
        : [...measurementNames],
      queues: queuesOf(values.queue),
    }
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error })
  }
}

function nameOf(word: string): MeasurementName {
  const found = measurementNames.find((name) => name === word)
  if (!found) throw new Error(`There is no measurement ${word}.`)
  return found
}

function queuesOf(word: string): QueueKind[] {
  if (word === 'both') return ['postgres', 'redis']
  if (word === 'postgres' || word === 'redis') return [word]
  throw new Error(`There is no queue ${word}.`)
}
