// A lock between processes: one file that names its holder.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { identify, isAlive } from './process-identity.mjs'

function readHolder(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Takes a dead holder's file away. Renaming moves one exact file, so of two takers only one gets it. */
function clearStale(path, holder) {
  const aside = `${path}.${process.pid}.stale`
  try {
    renameSync(path, aside)
    const moved = readFileSync(aside, 'utf8')
    if (moved !== holder) linkSync(aside, path) // somebody was quicker, and this is their live lock: give it back
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
  }
  rmSync(aside, { force: true })
}

/** Creates the file with its content in one step, so that nobody ever reads it empty. */
function tryTake(path) {
  const own = `${path}.${process.pid}`
  writeFileSync(own, identify(process.pid))
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(own)
  }
}

/**
 * Runs `work` while no other process runs work under the same path. A holder that died does not hold it.
 * @param {string} path the lock's file
 * @param {() => Promise<unknown>} work
 * @param {() => void} onWait called once if somebody else is at it
 */
export async function withLock(path, work, onWait = () => undefined) {
  mkdirSync(dirname(path), { recursive: true })
  for (let waited = false; !tryTake(path); waited = true) {
    const holder = readHolder(path)
    if (holder && !isAlive(holder)) {
      clearStale(path, holder)
      continue
    }
    if (!waited) onWait()
    await sleep(100)
  }
  const release = () => rmSync(path, { force: true })
  // A process that exits at its work may wait for another one on its way out, which may need the lock.
  process.prependOnceListener('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}
