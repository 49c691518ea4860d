/** What a quick reply can leave open, by how it is written: {{first_name}}. */
export const variables = ['first_name', 'name', 'my_name', 'business'] as const
export type Values = Partial<Record<(typeof variables)[number], string>>

/** A place that is to be filled in, by hand where nothing else does. */
const blank = /\{\{[^{}\n]*\}\}/g

/** A text with what is known of its variables; what is unknown or empty stays as it is, to be seen. */
export function fillIn(text: string, values: Values): string {
  return text.replace(blank, (found) => {
    const name = found.slice(2, -2).trim().toLowerCase()
    const known = variables.find((variable) => variable === name)
    return (known && values[known]?.trim()) || found
  })
}

interface Blank {
  from: number
  to: number
  text: string
}

/** What is not filled in yet, from the first on. */
export function blanksIn(text: string): Blank[] {
  return [...text.matchAll(blank)].map(({ 0: found, index }) => ({
    from: index,
    to: index + found.length,
    text: found,
  }))
}
