'use client'
import { useCallback, useSyncExternalStore } from 'react'

/** Wide enough for list and thread beside each other. */
export const wide = '(min-width: 48rem)'

interface Medium {
  list: MediaQueryList
  holds: boolean
}
const media = new Map<string, Medium>()

/** A query as last heard of: to ask the browser, in the middle of a drawing, has it work out the style of all that is new. */
function mediumOf(query: string): Medium {
  const known = media.get(query)
  if (known) return known
  const list = window.matchMedia(query)
  const medium: Medium = { list, holds: list.matches }
  list.addEventListener('change', ({ matches }) => {
    medium.holds = matches
  })
  media.set(query, medium)
  return medium
}

/** Whether a media query holds now. */
export function holdsNow(query: string): boolean {
  return mediumOf(query).holds
}

/** Whether a media query holds now; while rendered on the server none does. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const { list } = mediumOf(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(
    subscribe,
    () => holdsNow(query),
    () => false,
  )
}
