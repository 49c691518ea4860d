import type { ChildProcess } from 'node:child_process'

/**
 * The next message of a process of ours.
 * @throws what it says went wrong, or that it ended
 */
export function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((done, failed) => {
    const onExit = (code: number | null) => failed(new Error(`${child.spawnargs[1]} ended with ${code}`))
    child.once('exit', onExit)
    child.once('message', (message: T | { error: string }) => {
      child.off('exit', onExit)
      if (typeof message === 'object' && message && 'error' in message)
        failed(new Error(String(message.error)))
      else done(message as T)
    })
  })
}
