/**
 * How long to wait, as a Retry-After header says it: seconds, or a date (RFC 9110, 10.2.3).
 * @param now for a date: milliseconds since 1970
 * @returns milliseconds; undefined where it says nothing that can be understood
 */
export function readRetryAfter(header: unknown, now = Date.now()): number | undefined {
  if (typeof header !== 'string') return undefined
  const text = header.trim()
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Number(text) * 1000
  const at = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}
