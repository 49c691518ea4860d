import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { lineOf, type Line } from '../load/form.js'

/** A line and whose it is. */
export interface FloorLine extends Line {
  orgId: string
}

export interface Floor {
  origin: string
  pid: number
  stop(): void
}

/** Starts the bare server that the product is measured against, on the same database server. */
export async function startFloor(databaseUrl: string, lines: number): Promise<Floor> {
  const child = fork(fileURLToPath(new URL('forms.js', import.meta.url)), [databaseUrl])
  const known = Array.from({ length: lines }, (_, index): FloorLine => ({
    ...lineOf(index),
    orgId: randomUUID(),
  }))
  child.send(known)
  const [port] = (await once(child, 'message')) as [number]
  return { origin: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => void child.kill() }
}
