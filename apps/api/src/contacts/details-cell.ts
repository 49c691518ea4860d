import type { ContactField } from '@cloudpa/contracts/contacts'

/** A contact's fields as one cell of a table: `label: value`, each on a line of its own, and further lines indented. */
export const writeDetails = (fields: ContactField[]): string =>
  fields
    .map(
      ({ label, value }) =>
        `${label.replaceAll(/[\\:]/g, String.raw`\$&`)}: ${value.replaceAll(/\r\n|\r|\n/g, '\n  ')}`,
    )
    .join('\n')

/**
 * The fields in such a cell.
 * @param title of the column, under which a line stands that has no label of its own
 */
export function readDetails(cell: string, title: string): ContactField[] {
  const fields: ContactField[] = []
  for (const line of cell.split(/\r\n|\r|\n/)) {
    const last = fields.at(-1)
    const [, label, value] = /^((?:\\.|[^\\:])+):\s?(.*)$/.exec(line) ?? []
    if (last && line.startsWith('  ')) last.value += `\n${line.slice(2)}`
    else if (label !== undefined) fields.push({ label: label.replaceAll(/\\(.)/g, '$1'), value: value ?? '' })
    else if (line.trim() !== '') fields.push({ label: title, value: line })
  }
  return fields
}
