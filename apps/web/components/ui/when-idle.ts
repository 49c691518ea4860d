/** How long to leave a browser alone that does not say when it is idle. */
const graceMs = 2_000

/** Does something once there is nothing else to do; returns how to leave it. */
export function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(work, graceMs)
    return () => clearTimeout(timer)
  }
  const request = requestIdleCallback(work)
  return () => cancelIdleCallback(request)
}
