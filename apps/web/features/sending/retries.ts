/** When a server that said "not now" is asked again; the last one repeats. */
const retryAfterMs = [5_000, 15_000, 60_000]

/**
 * Asks again later. A line that comes back sends again at once; where it never broke, only this does.
 * @param again goes on with what waits in a conversation
 */
export function retries(again: (conversationId: string) => Promise<void>) {
  const known = new Map<string, { count: number; timer: ReturnType<typeof setTimeout> }>()
  return {
    later(conversationId: string): void {
      const { count, timer } = known.get(conversationId) ?? { count: 0, timer: undefined }
      clearTimeout(timer)
      const wait = retryAfterMs[Math.min(count, retryAfterMs.length - 1)] ?? 0
      // Screens that one bad moment of the server held up do not all come back at another.
      const next = setTimeout(() => void again(conversationId), wait * (1 + Math.random() / 4))
      known.set(conversationId, { count: count + 1, timer: next })
    },
    stop(conversationId: string): void {
      clearTimeout(known.get(conversationId)?.timer)
      known.delete(conversationId)
    },
  }
}
