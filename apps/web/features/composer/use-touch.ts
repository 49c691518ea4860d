'use client'
import { useSyncExternalStore } from 'react'

/** A finger and nothing finer: a tablet with a trackpad has keys, and writes as a desk does. */
const query = '(pointer: coarse) and (not (any-pointer: fine))'

/** Whether one writes with a finger here, on a keyboard that covers the screen. */
export function useTouch(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  )
}

function subscribe(listener: () => void) {
  const list = window.matchMedia(query)
  list.addEventListener('change', listener)
  return () => list.removeEventListener('change', listener)
}
