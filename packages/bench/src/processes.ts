import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second wherever a program can see it. */
const msPerTick = 10

/** The fields of /proc/PID/stat from the third on: the second, a name, may hold anything. */
function statOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number)
  } catch {
    return [] // it ended this moment, or this is no Linux
  }
}

const parentOf = (pid: number) => statOf(pid)[1]

/** Whether processor time can be read here. */
export const knowsProcessorTime = existsSync('/proc/self/stat')

/** Processor time that a process used so far, in ms. */
export function processorMs(pid: number): number {
  const [user = 0, system = 0] = statOf(pid).slice(11, 13)
  return (user + system) * msPerTick
}

/**
 * The same of a PostgreSQL server: all its processes, with those that ended.
 * @param backendPid of any connection to it
 */
export function serverMs(backendPid: number): number {
  const postmaster = parentOf(backendPid) ?? 0
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = statOf(postmaster).slice(11, 15)
  const children = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && parentOf(pid) === postmaster)
  const ofChildren = children.reduce((sum, pid) => sum + processorMs(pid), 0)
  return (user + system + endedUser + endedSystem) * msPerTick + ofChildren
}

/** Memory that a process holds now, in kB; 0 where that can't be read. */
export function residentKb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}
