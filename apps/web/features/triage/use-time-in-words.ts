'use client'
import { useEffect, useState } from 'react'
import type { Locale } from '../words/locales'
import { useTimes } from '../words/use-times'
import { loadReader } from './read-when'

/**
 * A time that somebody writes in words. What understands them is fetched with the question.
 * @param typed what was written before there was a field
 * @returns `found`: null where the words say no time, undefined until they are understood; `read` waits for that
 */
export function useTimeInWords(locale: Locale, typed: string) {
  const [text, setText] = useState(typed)
  const [found, setFound] = useState<Date | null>()
  const { region } = useTimes()
  const [reader] = useState(() => loadReader(locale, region))
  useEffect(() => {
    let isCurrent = true
    void reader.then((read) => isCurrent && setFound(text.trim() ? read(text, Date.now()) : undefined))
    return () => {
      isCurrent = false
    }
  }, [reader, text])
  return {
    text,
    write: (next: string) => {
      setText(next)
      setFound(undefined)
    },
    found,
    read: async () => (await reader)(text, Date.now()),
  }
}
