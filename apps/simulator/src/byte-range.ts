/**
 * The part of a file that a player asks for when somebody seeks in it (RFC 9110, one range).
 * @param header the request's Range
 * @param length of the file, in bytes
 * @returns undefined for the whole file, null for a part that it hasn't
 */
export function byteRange(
  header: string | undefined,
  length: number,
): { from: number; to: number } | null | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first)
  const to = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1)
  return from <= to ? { from, to } : null
}
