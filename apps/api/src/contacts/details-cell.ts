import { longestLabel, longestValue, mostFields } from '@cloudpa/contracts/contact-limits'
import type { ContactField } from '@cloudpa/contracts/contacts'

/** A contact's fields as one cell of a table: `label: value`, each on a line of its own, and further lines indented. */
export const writeDetails = (fields: ContactField[]): string =>
  fields
    .map(
      ({ label, value }) =>
        `${label.replaceAll(/[\\:]/g, String.raw`\$&`)}: ${value.replaceAll(/\r\n|\r|\n/g, '\n  ')}`,
    )
    .join('\n')

/** What escapes and indents can make of a contact's fields, with their line ends and a half of that besides. */
const longestCell = mostFields * (2 * longestLabel + 3 * longestValue) * 1.5

/**
 * The fields in such a cell; one more than a contact may have stands for all further ones.
 * @param title of the column, under which a line stands that has no label of its own
 * @returns undefined for a cell so long that no contact's fields are in it
 */
export function readDetails(cell: string, title: string): ContactField[] | undefined {
  if (cell.length > longestCell) return undefined
  const fields: ContactField[] = []
  for (const line of cell.split(/\r\n|\r|\n/)) {
    const last = fields.at(-1)
    const [, label, value] = /^((?:\\.|[^\\:])+):\s?(.*)$/.exec(line) ?? []
    if (last && line.startsWith('  ')) last.value += `\n${line.slice(2)}`
    else if (label !== undefined) fields.push({ label: label.replaceAll(/\\(.)/g, '$1'), value: value ?? '' })
    else if (line.trim() !== '') fields.push({ label: title, value: line })
    if (fields.length > mostFields) break
  }
  return fields
}
