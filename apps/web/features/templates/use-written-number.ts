'use client'
import { useEffect, useState } from 'react'
import { loadReadNumber, type ReadNumber, type WrittenNumber } from './read-number'

/** As people write one with its country's code: what it is worth the server says. */
const looksWhole = /^(\+|00)[\d\s().-]{6,25}$/

/**
 * The number that is being written.
 * @param ours the number that it is written to from: it tells the country of those that don't
 * @returns without `formatted` where nothing here could read it; undefined while it is none
 */
export function useWrittenNumber(
  written: string,
  ours: string | undefined,
): WrittenNumber | { value: string; formatted?: undefined } | undefined {
  const [read, setRead] = useState<{ number: ReadNumber }>()
  useEffect(() => {
    let isCurrent = true
    loadReadNumber().then(
      (number) => isCurrent && setRead({ number }),
      // Without it a number takes its country's code, as the field says.
      (error: unknown) => console.warn('What reads phone numbers could not be loaded.', error),
    )
    return () => {
      isCurrent = false
    }
  }, [])
  const number = read?.number(written, ours?.replace(/^whatsapp:/, ''))
  if (number) return number
  const plain = written.trim()
  return looksWhole.test(plain) ? { value: plain.replace(/^00/, '+').replace(/[^+\d]/g, '') } : undefined
}
