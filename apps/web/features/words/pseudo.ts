const accented: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  y: 'ý',
  c: 'ç',
  n: 'ñ',
  s: 'š',
  z: 'ž',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
  C: 'Ç',
  N: 'Ñ',
  S: 'Š',
  Z: 'Ž',
}

/** Every sentence of a catalogue accented and a third longer; what stands in braces or tags is left alone. */
export function pseudo<T>(words: T): T {
  if (typeof words === 'string') return stretch(words) as T
  return Object.fromEntries(
    Object.entries(words as Record<string, unknown>).map(([key, value]) => [key, pseudo(value)]),
  ) as T
}

function stretch(sentence: string) {
  let depth = 0
  let out = ''
  for (const char of sentence) {
    if (char === '{' || char === '<') depth++
    out += depth === 0 ? (accented[char] ?? char) : char
    if (char === '}' || char === '>') depth--
  }
  return `[${out}${'·'.repeat(Math.ceil(sentence.length / 3))}]`
}
