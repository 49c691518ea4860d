import type en from './messages/en'
import { pseudoLocale, type Locale } from './locales'
import { pseudo } from './pseudo'

export type Messages = typeof en

/** All words of one language, by room. One that lacks a sentence of English's doesn't compile. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  switch (locale) {
    case 'en':
      return (await import('./messages/en')).default
    case pseudoLocale:
      return pseudo((await import('./messages/en')).default)
    case 'es':
      return (await import('./messages/es')).default
    case 'pt-BR':
      return (await import('./messages/pt-BR')).default
    case 'ar':
      return (await import('./messages/ar')).default
  }
}
