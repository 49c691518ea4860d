import { randomBytes } from 'node:crypto'

/** A name as it may stand in an address: "Ann Müller's Inbox" → "ann-muller-s-inbox". */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  return slug || 'inbox'
}

/** The slug with a few random characters behind it, for when somebody else has it already. */
export function distinctSlugOf(name: string): string {
  return `${slugOf(name)}-${randomBytes(4).toString('hex')}`
}
