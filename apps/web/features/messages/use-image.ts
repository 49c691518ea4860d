'use client'
import { useEffect, useState } from 'react'

interface Drawn {
  /** It could not be had: whatever stands in its place is to have it asked for again. */
  isBroken: boolean
  again: () => void
  /** What its img element is to be told. */
  image: { src: string; onError: () => void }
}

/** Draws an image that may be out of reach for a while. It is asked for again once the network is back. */
export function useImage(src: string): Drawn {
  const [brokenSrc, setBroken] = useState<string>()
  const isBroken = brokenSrc === src
  const again = () => setBroken(undefined)
  useEffect(() => {
    if (!isBroken) return
    const whenBack = () => setBroken(undefined)
    window.addEventListener('online', whenBack)
    return () => window.removeEventListener('online', whenBack)
  }, [isBroken])
  return { isBroken, again, image: { src, onError: () => setBroken(src) } }
}
