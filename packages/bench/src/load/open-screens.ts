import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { answerOf } from './answer-of.js'

/** Where a screen listens. */
export interface ScreenTarget {
  origin: string
  path: string
  authorization?: string
}

export interface Screens {
  /** When each message was heard so far, by sid: in ms since 1970, once for each screen. */
  heard(): Promise<Record<string, number[]>>
  stop(): void
}

/**
 * Opens event streams, all in one process that does nothing else.
 * @throws when one of them is refused
 */
export async function openScreens(targets: ScreenTarget[]): Promise<Screens> {
  const child = fork(fileURLToPath(new URL('./screens.js', import.meta.url)))
  const ask = (message: object | string) => {
    child.send(message)
    return answerOf<Record<string, number[]>>(child)
  }
  await ask(targets)
  return { heard: () => ask('heard'), stop: () => void child.kill() }
}
