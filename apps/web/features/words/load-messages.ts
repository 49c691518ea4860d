import type en from './messages/en'
import { pseudoLocale, type Locale } from './locales'
import { pseudo } from './pseudo'

export type Messages = typeof en

/** All words of one language, by room; what it lacks is in English. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  const english = (await import('./messages/en')).default
  switch (locale) {
    case 'en':
      return english
    case pseudoLocale:
      return pseudo(english)
    case 'es':
      return withFallback(english, (await import('./messages/es')).default)
    case 'pt-BR':
      return withFallback(english, (await import('./messages/pt-BR')).default)
    case 'ar':
      return withFallback(english, (await import('./messages/ar')).default)
  }
}

/** A room may get a sentence before its translators do; nobody should read its key meanwhile. */
export function withFallback<T extends object>(english: T, words: object): T {
  const translated = words as Partial<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(english).map(([key, sentence]: [string, unknown]) => {
      const mine = translated[key]
      return [key, isGroup(sentence) ? withFallback(sentence, isGroup(mine) ? mine : {}) : (mine ?? sentence)]
    }),
  ) as T
}

/** Sentences are compiled to texts and lists; what else there is holds sentences. */
function isGroup(words: unknown): words is object {
  return typeof words === 'object' && words !== null && !Array.isArray(words)
}
