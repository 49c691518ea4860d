import type { Mentioned } from '@cloudpa/contracts/notes'

/** A part of a note; `of` where it names somebody, by their member ids. */
export interface Part {
  text: string
  of: readonly string[]
}

const escaped = (name: string) => name.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`)

/** A note's words in parts: those that name somebody, and what stands between. */
export function splitMentions(body: string, mentions: readonly Mentioned[]): Part[] {
  if (mentions.length === 0) return [{ text: body, of: [] }]
  const names = [...new Set(mentions.map(({ name }) => name))].toSorted((a, b) => b.length - a.length)
  const named = new RegExp(
    String.raw`(?<![\p{L}\p{M}\p{N}_@])@(${names.map(escaped).join('|')})(?![\p{L}\p{M}\p{N}_])`,
    'gu',
  )
  const parts: Part[] = []
  let from = 0
  for (const match of body.matchAll(named)) {
    const { index } = match
    if (index > from) parts.push({ text: body.slice(from, index), of: [] })
    const of = mentions.flatMap(({ name, memberId }) => (name === match[1] ? [memberId] : []))
    parts.push({ text: match[0], of })
    from = index + match[0].length
  }
  if (from < body.length) parts.push({ text: body.slice(from), of: [] })
  return parts
}
