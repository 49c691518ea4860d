'use client'
import { useSyncExternalStore } from 'react'

const everyMs = 20_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = 0

function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    now = Date.now()
    timer = setInterval(tick, everyMs)
    document.addEventListener('visibilitychange', tick)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tick)
  }
}

function tick() {
  now = Date.now()
  for (const listener of listeners) listener()
}

function snapshot() {
  if (now === 0) now = Date.now()
  return now
}

/** The time, for everything that counts in minutes: one clock for the whole app, 0 while rendered on the server. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, snapshot, () => 0)
}
