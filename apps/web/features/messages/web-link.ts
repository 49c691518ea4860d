/**
 * An address that somebody else wrote, as a link.
 * @returns null for what is no page of the web: whatever runs when it is opened is never a link
 */
export function webLink(address: string | null): { href: string; host: string } | null {
  if (!address || !URL.canParse(address)) return null
  const { protocol, href, hostname } = new URL(address)
  return protocol === 'https:' || protocol === 'http:' ? { href, host: hostname.replace(/^www\./, '') } : null
}
