import type { Medium } from '@cloudpa/contracts/media'
import { localUrl } from './local-files'

/** What the server calls a file. */
export const mediaPath = ({ id }: Pick<Medium, 'id'>): string => `/api/v1/media/${id}`
/** Where a file is had from: what was sent here a moment ago is still here. */
export const fileUrl = (medium: Pick<Medium, 'id'>): string => localUrl(medium.id) ?? mediaPath(medium)
export const thumbnailUrl = (medium: Medium): string =>
  localUrl(medium.id) ?? `${mediaPath(medium)}/thumbnail`
/** What a picture is drawn from where it is small. */
export const drawnUrl = (medium: Medium): string => (medium.thumbnail ? thumbnailUrl : fileUrl)(medium)

/**
 * What the browser may choose from, the best first. Safari says of Opus in an Ogg that it doesn't know it, or plays it;
 * where there is nothing to choose it finds out by itself.
 */
export function soundSources(
  medium: Pick<Medium, 'id' | 'contentType' | 'm4a'>,
): { src: string; type?: string }[] {
  const src = fileUrl(medium)
  const { contentType, m4a } = medium
  if (!m4a || contentType === null || localUrl(medium.id)) return [{ src }]
  const type = contentType === 'audio/ogg' ? 'audio/ogg; codecs=opus' : contentType
  return [
    { src, type },
    { src: `${src}/m4a`, type: 'audio/mp4' },
  ]
}

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
