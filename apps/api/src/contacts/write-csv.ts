import type { ExportedRow } from './contacts.queries.js'
import { writeDetails } from './details-cell.js'
import { presentContact } from './present-contact.js'

/** A byte order mark, without which Excel takes UTF-8 for something else; and the columns. */
export const csvHead = `\uFEFF${csvLine(['Name', 'Phone', 'WhatsApp name', 'WhatsApp ID', 'About', 'Details', 'Added', 'Opted out'])}`

/** A contact as a line of an export. */
export function csvRowOf({ about, fields, createdAt, ...contact }: ExportedRow): string {
  const { ourName, profileName, phone, userId, optedOutAt } = presentContact(contact)
  const details = writeDetails(fields)
  const name = ourName ?? profileName ?? ''
  const texts = [profileName ?? '', userId ?? '', about, details].map(harmless)
  const [profile = '', user = '', note = '', facts = ''] = texts
  const times = [createdAt.toISOString(), optedOutAt ?? '']
  return csvLine([harmless(name), numberOf(phone), profile, user, note, facts, ...times])
}

/**
 * What a table would take for a formula begins with an apostrophe, which an import takes off: also behind what may part
 * cells where the table is read, as semicolons do in half of Europe.
 */
const harmless = (text: string) =>
  text.replaceAll(/^(?=[\t\r])|(?<=^|[;\t\r\n])(?=['" ]*[=+\-@＝＋－＠])/g, "'")

/** A plus and digits calculate nothing, and other programs want numbers plain. */
const numberOf = (phone: string | null) => (phone && /^\+\d+$/.test(phone) ? phone : harmless(phone ?? ''))

/** As RFC 4180 has it. */
function csvLine(cells: string[]): string {
  return `${cells.map((cell) => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
}
