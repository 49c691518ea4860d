import { existsSync, readFileSync } from 'node:fs'
import { identify, isAlive } from '../bin/process-identity.mjs'

const checkEveryMs = 500

/** npm itself, when it started us through a shell that waits for us and would not notice npm's end. */
function findNpmBehindShell(): string | undefined {
  const stat = `/proc/${process.ppid}/stat`
  if (!existsSync(stat)) return undefined
  const grandparent = Number(readFileSync(stat, 'utf8').split(') ').at(-1)?.split(' ')[1])
  const commandLine = `/proc/${grandparent}/cmdline`
  const isNpm = existsSync(commandLine) && /\bp?npm\b/.test(readFileSync(commandLine, 'utf8'))
  return isNpm ? identify(grandparent) : undefined
}

/**
 * Ends this process, as SIGTERM would, when the npm that runs it is gone: npm runs scripts under a shell that passes
 * no signals on. Does nothing when npm did not start us.
 */
export function stopWithNpm(): void {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const npm = findNpmBehindShell()
  const timer = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || isAlive(npm))) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, checkEveryMs)
  timer.unref()
}
