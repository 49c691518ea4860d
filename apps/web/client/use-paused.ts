'use client'
import { useEffect, useState } from 'react'

/** Whoever types on is not answered for half a word. */
const pauseMs = 120

/** What is typed, as soon as whoever types pauses. */
export function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}
