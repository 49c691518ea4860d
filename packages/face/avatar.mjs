// Who somebody is to the eye: the same on the inbox's screens and on the simulated phone. Types and meaning: avatar.d.mts.

export const avatarTones = 12

export function avatarKey(person) {
  return person.phone?.slice(-8) ?? person.userId ?? person.id
}

export function avatarTone(key) {
  // FNV-1a, begun so that the demo's customers all look different.
  let hash = 31
  for (const char of key) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return 1 + (hash % avatarTones)
}

export function initialsOf(name) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  if (words.length === 0) return name.replace(/\D/g, '').slice(-2) || '?'
  const letters = [words[0], words.length > 1 && !/^\p{Script=Arabic}/u.test(name) ? words.at(-1) : undefined]
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('')
}
