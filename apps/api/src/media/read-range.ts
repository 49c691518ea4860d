import type { Part } from './storage.js'

/**
 * What a Range header asks of a file (RFC 9110). Several parts at once are answered with the whole, which is allowed and
 * costs less than what they could be made to cost.
 * @returns undefined for the whole file
 */
export function readRange(header: string | undefined, bytes: number): Part | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replaceAll(' ', '') ?? '') ?? []
  if (from === '' && to === '') return undefined
  if (from === '') {
    const length = Math.min(Number(to), bytes)
    return length > 0 ? { start: bytes - length, end: bytes - 1 } : 'unsatisfiable'
  }
  const [start, end] = [Number(from), to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1)]
  if (to !== '' && Number(to) < start) return undefined
  return start < bytes ? { start, end } : 'unsatisfiable'
}
