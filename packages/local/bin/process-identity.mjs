// Says which process a number stands for, beyond the number: a restarted container deals the same ones out again.
import { readFileSync } from 'node:fs'

/** A process's state letter and the kernel's tick at which it began; undefined where the system does not say. */
function readStat(pid) {
  try {
    // The second field is the program's name in parentheses and may hold spaces: count from behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')
    return { state: fields[0], start: fields[19] }
  } catch {
    return undefined // no such process, or no /proc: `isAlive` asks in another way too
  }
}

/**
 * @param {number} pid a living process
 * @returns {string} what `isAlive` takes
 */
export function identify(pid) {
  return `${pid} ${readStat(pid)?.start ?? ''}`.trim()
}

/**
 * @param {string} identity what `identify` returned, possibly long ago; a bare number counts for whoever has it now
 * @returns {boolean} whether that same process is still there and not merely waiting to be buried
 */
export function isAlive(identity) {
  const [pid, start] = identity.split(' ')
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false // EPERM: it lives, and belongs to somebody else
  }
  const stat = readStat(pid)
  if (stat?.state === 'Z') return false
  return start === undefined || stat === undefined || stat.start === start
}
