import { hasLocks } from './one-tab'

const channel = 'cloudpa:uploads'

/** How often a tab that brings a file says so; timers of one in the background come up to a minute late. */
const sayEveryMs = 10_000

/** A tab uploading a file that is silent this long counts as suspended, and is not waited for. */
const silentMs = 90_000

/**
 * Brings a file while no other tab does, for as long as that takes.
 * @param id of the file
 * @param signal ends the wait
 * @param work finds what another tab brought meanwhile; should two tabs bring it all the same, one of both is swept
 */
export async function oneTabBrings<T>(id: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (!hasLocks()) return work()
  const others = new BroadcastChannel(channel)
  const patience = new AbortController()
  const lose = () => patience.abort()
  signal.addEventListener('abort', lose)
  let silence = setTimeout(lose, silentMs)
  others.onmessage = ({ data }) => {
    if (data !== id) return
    clearTimeout(silence)
    silence = setTimeout(lose, silentMs)
  }
  const working = async () => {
    clearTimeout(silence)
    // A channel reaches this origin alone and knows no target.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    const saying = setInterval(() => others.postMessage(id), sayEveryMs)
    try {
      return await work()
    } finally {
      clearInterval(saying)
    }
  }
  try {
    return await navigator.locks.request(`cloudpa:upload:${id}`, { signal: patience.signal }, working)
  } catch (error) {
    if (!patience.signal.aborted || error !== patience.signal.reason) throw error
    signal.throwIfAborted()
    return await working()
  } finally {
    signal.removeEventListener('abort', lose)
    clearTimeout(silence)
    others.close()
  }
}
