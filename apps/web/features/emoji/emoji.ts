import { fold } from '../words/fold'
import type { Locale } from '../words/locales'

export interface Emoji {
  char: string
  /** In the language of whoever writes. */
  name: string
  /** What it is found by, in that language and in English. */
  words: string[]
}

/** Groups of emoji in the order of Unicode, each with its names: `😀 name|word|word`. */
type Data = string[][]

/** Of one language, without the emoji themselves: those stand with the English names. */
async function loadNames(locale: Locale): Promise<Data | null> {
  switch (locale) {
    case 'es':
      return (await import('./data/es.json')).default
    case 'pt-BR':
      return (await import('./data/pt-BR.json')).default
    case 'ar':
      return (await import('./data/ar.json')).default
    default:
      return null
  }
}

/** All emoji, with the words of a language; they come from our own server, as the app does. */
export async function loadEmoji(locale: Locale): Promise<Emoji[][]> {
  const [english, names] = await Promise.all([import('./data/en.json'), loadNames(locale)])
  return joinNames(english.default, names)
}

/** What has no name in that language keeps its English one. */
function joinNames(english: Data, names: Data | null): Emoji[][] {
  return english.map((group, at) =>
    group.map((line, index) => {
      const space = line.indexOf(' ')
      const [inEnglish, own] = [line.slice(space + 1), names?.[at]?.[index] ?? '']
      return {
        char: line.slice(0, space),
        name: (own || inEnglish).split('|')[0] ?? '',
        words: fold([own, inEnglish].filter(Boolean).join('|')).split('|'),
      }
    }),
  )
}
