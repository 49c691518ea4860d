'use client'
import { useLocale } from 'next-intl'

/** Returns what a language is called in the reader's, by its code as WhatsApp writes it: pt_BR. */
export function useLanguageNames(): (code: string) => string {
  const locale = useLocale()
  const names = new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' })
  return (code) => {
    try {
      return names.of(code.replace('_', '-')) ?? code
    } catch (error) {
      // A code made elsewhere need not be one of a language.
      if (error instanceof RangeError) return code
      throw error
    }
  }
}
