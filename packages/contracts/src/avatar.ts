/** How many tones faces come in: `--a1` to `--a12` of the design. */
export const avatarTones = 12

/**
 * What a customer's colour follows: their address, which every screen knows, and the simulated phone too.
 * @returns a phone's last eight digits, which stay when Brazil, Mexico or Argentina write it with a digit more;
 * without a phone the WhatsApp user id, and without any address `id`
 */
export function avatarKey(person: { id: string; phone: string | null; userId: string | null }): string {
  return person.phone?.slice(-8) ?? person.userId ?? person.id
}

/**
 * The tone of a face: always the same for the same key, on every screen.
 * @param key of a customer by `avatarKey`; of a member the id
 * @returns 1 to 12
 */
export function avatarTone(key: string): number {
  // FNV-1a, begun so that the demo's customers all look different.
  let hash = 31
  for (const char of key) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return 1 + (hash % avatarTones)
}

/**
 * The first letters of the first and last word; for a bare number its last two digits. Of Arabic one letter, since two
 * would join and be read as a word.
 */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  if (words.length === 0) return name.replace(/\D/g, '').slice(-2) || '?'
  const letters = [words[0], words.length > 1 && !/^\p{Script=Arabic}/u.test(name) ? words.at(-1) : undefined]
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('')
}
