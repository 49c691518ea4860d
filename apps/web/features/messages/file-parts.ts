import type { Medium } from '@cloudpa/contracts/media'

/** Where a file is had from. */
export const fileUrl = ({ id }: Medium): string => `/api/v1/media/${id}`
export const thumbnailUrl = (medium: Medium): string => `${fileUrl(medium)}/thumbnail`

/** The letters on a document's sheet: what its name ends in, else what it is. */
export function endingOf({ name, contentType }: Pick<Medium, 'name' | 'contentType'>): string {
  const ofName = /\.([\p{L}\d]{1,4})$/u.exec(name ?? '')?.[1]
  const ofType = /^(?:application|text|image)\/([a-z\d]{2,4})$/.exec(contentType ?? '')?.[1]
  return (ofName ?? ofType ?? '').toUpperCase()
}

/** A size as people say it: an amount and its unit, for `Intl.NumberFormat`. */
export function sizeOf(bytes: number): { amount: number; unit: 'byte' | 'kilobyte' | 'megabyte' } {
  if (bytes < 1_000) return { amount: bytes, unit: 'byte' }
  if (bytes < 1_000_000) return { amount: Math.round(bytes / 1_000), unit: 'kilobyte' }
  return { amount: Math.round(bytes / 100_000) / 10, unit: 'megabyte' }
}

/** A length of time as a player writes it, such as 1:05 or 2:00:00. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0))
  const parts = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60]
  const [hours = 0, ...rest] = parts
  const shown = hours > 0 ? parts : rest
  return shown.map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}
