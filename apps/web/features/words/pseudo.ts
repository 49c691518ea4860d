const plain = 'aeiouycnszAEIOUCNSZ'
const marked = 'áéíóúýçñšžÁÉÍÓÚÇÑŠŽ'
const accented = new Map([...plain].map((letter, index) => [letter, marked[index] ?? letter]))

/** Every sentence of a catalogue accented and a third longer; what is filled in and the names of tags are left alone. */
export function pseudo<T>(words: T): T {
  if (typeof words === 'string' || Array.isArray(words)) return stretch(words) as T
  return Object.fromEntries(
    Object.entries(words as Record<string, unknown>).map(([key, value]) => [key, pseudo(value)]),
  ) as T
}

function stretch(sentence: string | unknown[]) {
  const text = accent(sentence)
  const dots = '·'.repeat(Math.ceil(JSON.stringify(sentence).length / 3))
  return typeof text === 'string' ? `[${text}${dots}]` : ['[', ...(text as unknown[]), `${dots}]`]
}

/** A sentence as icu-minify compiles it: a text, or a list of parts. */
function accent(sentence: unknown): unknown {
  if (typeof sentence === 'string') return [...sentence].map((char) => accented.get(char) ?? char).join('')
  return Array.isArray(sentence) ? sentence.map(accentPart) : sentence
}

/** A part is a text, a number sign (0), [argument], [argument, kind, choices] or [tag, ...parts]. */
function accentPart(part: unknown): unknown {
  if (!Array.isArray(part)) return accent(part)
  const [name, second, choices] = part as [unknown, unknown, unknown]
  if (typeof second !== 'number') return [name, ...part.slice(1).map(accentPart)]
  if (typeof choices !== 'object' || choices === null) return part
  const entries = Object.entries(choices).map(([choice, words]) => [choice, accent(words)])
  return [name, second, Object.fromEntries(entries)]
}
