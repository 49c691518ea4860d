/**
 * Marks that nobody types when they look for a word: accents, Hebrew points, Arabic vowels, tatweel, and what only says
 * how letters are joined or in which direction they run. Those of Indian and Thai scripts are letters, and stay.
 */
const ignored =
  /[\u{300}-\u{36f}\u{591}-\u{5bd}\u{5bf}\u{5c1}\u{5c2}\u{5c4}\u{5c5}\u{5c7}\u{610}-\u{61a}\u{64b}-\u{65f}\u{670}\u{6d6}-\u{6ed}\u{fe00}-\u{fe0f}]|[\u{640}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2069}\u{feff}]/gu

/** What Unicode doesn't take apart, and people write either way. */
const alike: Record<string, string> = Object.fromEntries(
  [
    'ß ss, æ ae, œ oe, ø o, ð d, đ d, þ th, ł l, ı i, ħ h, ς σ',
    'ٱ ا, ة ه, ى ي, ی ي, ک ك, ہ ه, ھ ه',
    'ך כ, ם מ, ן נ, ף פ, ץ צ',
  ].flatMap((script) => script.split(', ').map((pair) => pair.split(' '))),
)
const unlike = new RegExp(`[${Object.keys(alike).join('')}]`, 'gu')

/** The zeros of digits that stand for ours: Arabic, Persian, Devanagari, Bengali, Thai. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50]
const foreignDigit = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/gu
const katakana = /[\u30a1-\u30f6]/gu

/** A text as it is searched, and where each of its code units stood in the original. */
export interface Folded {
  text: string
  /** The original's place of each code unit, and behind the last its end. */
  starts: number[]
  /** Where the letter ends in the original that each code unit came from. */
  ends: number[]
}

const plain = /^[\x20-\x7e\n]*$/
/** Whether a text has none but ASCII's letters and signs: most have, and are read at a tenth of the cost. */
export const isPlain = (text: string) => plain.test(text)

/** Folds a text to what counts when one looks for words: no case, no accents, one form of each letter. */
export function foldText(text: string): string {
  if (isPlain(text)) return text.toLowerCase()
  return Array.from(lettersOf(text), ([letter]) => foldLetter(letter)).join('')
}

/** The same, letter by letter, so that what is found can be shown in the original. */
export function foldWithPlaces(text: string): Folded {
  if (isPlain(text)) {
    const starts = Array.from({ length: text.length }, (_, at) => at)
    return { text: text.toLowerCase(), starts, ends: starts.map((at) => at + 1) }
  }
  const folded: Folded = { text: '', starts: [], ends: [] }
  for (const match of lettersOf(text)) {
    const [letter] = match
    const plain = foldLetter(letter)
    folded.text += plain
    for (let unit = 0; unit < plain.length; unit += 1) {
      folded.starts.push(match.index)
      folded.ends.push(match.index + letter.length)
    }
  }
  return folded
}

/**
 * Letters with the marks that belong to them; those of half-width katakana are letters to Unicode. No script has as many
 * on one letter, and to normalise a run of them takes its length times itself.
 */
const lettersOf = (text: string) => text.matchAll(/\P{M}[\p{M}\u{ff9e}\u{ff9f}]{0,31}|\p{M}{1,32}/gsu)

function foldLetter(letter: string): string {
  if (letter.length === 1 && letter < '\x7f') return letter.toLowerCase()
  return letter
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(ignored, '')
    .replaceAll(unlike, (one) => alike[one] ?? one)
    .replaceAll(foreignDigit, digitOf)
    .normalize('NFC')
    .replaceAll(katakana, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) - 0x60))
}

function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  const zero = zeros.findLast((zero) => zero <= code) ?? code
  return String(code - zero)
}
