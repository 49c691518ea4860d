/** Longer than any caption or label that Twilio sends, in characters. */
const longLabel = 1_000

/**
 * The first characters of a text. By characters, not by code units: half an emoji is no text, and the database takes
 * neither that nor a NUL, both of which files and JSON can hold.
 */
export function clip(text: string, maxLength = longLabel): string {
  const whole = storable(text.length <= 2 * maxLength ? text : text.slice(0, 2 * maxLength + 1))
  if (whole.length <= maxLength) return whole
  return Array.from(whole).slice(0, maxLength).join('')
}

/** A text as the database can hold it. */
function storable(text: string): string {
  return /[\0\ud800-\udfff]/.test(text) ? text.replaceAll(/\0|\p{Surrogate}/gu, '') : text
}
