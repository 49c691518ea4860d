import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { plantNames, type PlantName } from './plants.js'

export type QueueKind = 'postgres' | 'redis'

/** How much is written while how much breaks. */
export interface Scale {
  forms: number
  replies: number
  /** Processes killed outright: the API, a worker, PostgreSQL. */
  kills: number
  /** What else befalls them: frozen, cut off, locked out, robbed of the queue. */
  mishaps: number
  orgs: number
  customersPerOrg: number
}

export interface Options {
  scale: Scale
  queues: QueueKind[]
  /** Decides everything that is left to chance. The moments at which processes act are not in its hand. */
  seed: number
  plant: PlantName | undefined
}

const quick: Scale = { forms: 500, replies: 60, kills: 10, mishaps: 5, orgs: 4, customersPerOrg: 12 }
const release: Scale = {
  forms: 10_000,
  replies: 1000,
  kills: 45,
  mishaps: 20,
  orgs: 20,
  customersPerOrg: 25,
}

const usage = `npm run chaos -- [--release] [--seed N] [--queue postgres|redis|both] [--plant NAME]
  --release  ${release.forms} forms, ${release.replies} replies and ${release.kills} kills, on both queues unless told otherwise
  --seed     repeats the chances of an earlier run
  --plant    plants a mistake, which the run must find: ${plantNames.join(', ')}`

/**
 * Reads the command line.
 * @throws with the usage when it can't be understood
 */
export function readOptions(args: string[]): Options {
  try {
    const { values } = parseArgs({
      args,
      options: {
        release: { type: 'boolean', default: false },
        seed: { type: 'string' },
        queue: { type: 'string' },
        plant: { type: 'string' },
      },
    })
    return {
      scale: values.release ? release : quick,
      queues: queuesOf(values.queue ?? (values.release ? 'both' : 'postgres')),
      seed: seedOf(values.seed),
      plant: plantOf(values.plant),
    }
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error })
  }
}

function queuesOf(word: string): QueueKind[] {
  if (word === 'both') return ['postgres', 'redis']
  if (word === 'postgres' || word === 'redis') return [word]
  throw new Error(`There is no queue ${word}.`)
}

function seedOf(text: string | undefined): number {
  const seed = text === undefined ? randomInt(1_000_000) : Number(text)
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error(`A seed is a whole number, not ${text}.`)
  return seed
}

function plantOf(name: string | undefined): PlantName | undefined {
  const found = plantNames.find((each) => each === name)
  if (name !== undefined && !found) throw new Error(`There is no plant ${name}.`)
  return found
}
