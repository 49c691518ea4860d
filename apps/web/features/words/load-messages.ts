import type en from './messages/en'
import { pseudoLocale, type Locale } from './locales'
import { pseudo } from './pseudo'

export type Messages = typeof en

/** All words of one language, by room. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  if (locale === pseudoLocale) return pseudo((await import('./messages/en')).default)
  return (await import('./messages/en')).default
}
