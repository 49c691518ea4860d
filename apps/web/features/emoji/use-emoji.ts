'use client'
import { useLocale } from 'next-intl'
import { useEffect, useState } from 'react'
import { loadEmoji, type Emoji } from './emoji'

/** All emoji with the words of this page's language; null until they are there, none where they don't come. */
export function useEmoji(): Emoji[][] | null {
  const locale = useLocale()
  const [groups, setGroups] = useState<Emoji[][] | null>(null)
  useEffect(() => {
    let isCurrent = true
    loadEmoji(locale).then(
      (loaded) => isCurrent && setGroups(loaded),
      (error: unknown) => {
        console.warn('The emoji could not be loaded.', error)
        if (isCurrent) setGroups([])
      },
    )
    return () => {
      isCurrent = false
    }
  }, [locale])
  return groups
}
