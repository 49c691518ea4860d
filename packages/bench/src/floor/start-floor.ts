import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { answerOf } from '../load/answer-of.js'
import { chatAccountOf, type ChatAccount } from '../load/form.js'

/** A number and whose it is. */
export interface FloorChatAccount extends ChatAccount {
  orgId: string
}

export interface Floor {
  origin: string
  pid: number
  stop(): void
}

/** What the floor is to do. */
export interface FloorOrder {
  chatAccounts: FloorChatAccount[]
  /** Tells the floor of event streams of each message. */
  announces: boolean
}

/** Any id will do, as long as it is the same each time. */
export const floorOrgId = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`

/** Starts the bare server that the product's webhook is measured against, on the same database server. */
export async function startFloor(
  databaseUrl: string,
  { chatAccounts: count, announces = false }: { chatAccounts: number; announces?: boolean | undefined },
): Promise<Floor> {
  const chatAccounts = Array.from({ length: count }, (_, index) => ({
    ...chatAccountOf(index),
    orgId: floorOrgId(index),
  }))
  return start(new URL('./forms.js', import.meta.url), databaseUrl, {
    chatAccounts,
    announces,
  } satisfies FloorOrder)
}

/** Starts the bare server that the product's event streams are measured against: GET /ORG-ID listens. */
export const startEventFloor = (databaseUrl: string): Promise<Floor> =>
  start(new URL('./events.js', import.meta.url), databaseUrl)

async function start(script: URL, databaseUrl: string, message?: object): Promise<Floor> {
  const child = fork(fileURLToPath(script), [databaseUrl])
  if (message) child.send(message)
  const port = await answerOf<number>(child)
  return { origin: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => void child.kill() }
}
