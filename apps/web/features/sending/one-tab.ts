/** Longer than a request may take, so that a tab which is merely slow has had its answer. */
const lockPatienceMs = 25_000

/** A tab that is suspended with the lock is not waited for: should both send, the clientId makes it one. */
export async function oneTabAtATime(name: string, work: () => Promise<void>): Promise<void> {
  if (!hasLocks()) return work()
  const patience = AbortSignal.timeout(lockPatienceMs)
  try {
    await navigator.locks.request(name, { signal: patience }, work)
  } catch (error) {
    if (!patience.aborted || error !== patience.reason) throw error
    await work()
  }
}

/** Browsers have locks on https and localhost only; elsewhere tabs may both send, and the clientId makes it one. */
export function hasLocks(): boolean {
  return 'locks' in navigator
}
