import type { Place } from '@cloudpa/contracts/content'

/** A place's coordinates as maps write them, in degrees: six digits tell a door from the next. */
export function coordinatesOf({ latitude, longitude }: Place): string {
  return [latitude, longitude].map((degrees) => String(Number(degrees.toFixed(6)))).join(', ')
}

/** What to call a place. */
export const placeName = (place: Place): string =>
  place.label?.trim() || place.address?.trim() || coordinatesOf(place)

/** What was written beside a place: Twilio may say its name and its address in the Body, too. */
export function wordsBesidePlace({ body, label, address }: Place & { body: string }): string {
  const said = bare(body)
  if (!said) return body.trim()
  const known = [label, address, `${label}${address}`, `${address}${label}`].map((text) => bare(text ?? ''))
  return known.includes(said) ? '' : body
}

/** Letters and digits alone. */
const bare = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()
