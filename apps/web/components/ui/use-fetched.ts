'use client'
import { useCallback, useState } from 'react'

/**
 * A part of the page that is fetched when somebody is about to need it.
 * @param load the same function with every drawing
 * @returns the part, undefined until it is there, and how to fetch it: that answers whether it came, and tries again
 *   where it did not before (the bar over everything says that the line is lost)
 */
export function useFetched<Part>(load: () => Promise<Part>): [Part | undefined, () => Promise<boolean>] {
  const [part, setPart] = useState<Part>()
  const isThere = part !== undefined
  const fetchPart = useCallback(async () => {
    if (isThere) return true
    return load().then(
      (came) => {
        // A component is a function, which would be called for the new state.
        setPart(() => came)
        return true
      },
      () => false,
    )
  }, [load, isThere])
  return [part, fetchPart]
}
