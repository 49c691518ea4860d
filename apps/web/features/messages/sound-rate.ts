import { useSyncExternalStore } from 'react'

const rates = [1, 1.5, 2]
const key = 'cloudpa:sound-rate'

let chosen: number | undefined
const listeners = new Set<() => void>()

/** How fast sound is played: one speed for all of it, which this browser remembers. */
export function useSoundRate(): number {
  return useSyncExternalStore(listen, read, () => 1)
}

/** Goes on to the next speed, and after the last to the first. */
export function nextSoundRate(): void {
  chosen = rates[(rates.indexOf(read()) + 1) % rates.length] ?? 1
  try {
    localStorage.setItem(key, String(chosen))
  } catch {
    // Where nothing can be kept it lasts as long as the page.
  }
  for (const hear of listeners) hear()
}

function read(): number {
  chosen ??= rates.find((rate) => String(rate) === remembered()) ?? 1
  return chosen
}

function remembered(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function listen(hear: () => void): () => void {
  listeners.add(hear)
  return () => listeners.delete(hear)
}
