import fs from 'node:fs'
import { ReportedError } from './reported-error.js'

/**
 * Reads one of the small files in which the launcher remembers something.
 * @param keys what it must hold to be whole
 * @param remedy what the person can do when it is not
 * @returns nothing if there is no such file
 * @throws {ReportedError} naming the file when it is empty or broken
 */
export function readState<T extends object>(file: string, keys: (keyof T)[], remedy: string): T | undefined {
  if (!fs.existsSync(file)) return undefined
  const state = parse(fs.readFileSync(file, 'utf8'))
  const isWhole = typeof state === 'object' && state !== null && keys.every((key) => key in state)
  if (!isWhole) throw new ReportedError(`${file} is empty or broken. ${remedy}`)
  return state as T
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Writes such a file, for its owner alone. It gets its name last: a power failure leaves the old one or the new one. */
export function writeState(file: string, state: object): void {
  const draft = `${file}.${process.pid}`
  fs.writeFileSync(draft, JSON.stringify(state, null, 2), { mode: 0o600, flush: true })
  fs.renameSync(draft, file)
}
