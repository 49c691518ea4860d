import { create } from 'zustand'

/** How a message is come to: it flashes and takes the keyboard, unless this says otherwise. */
interface Way {
  /** The keyboard stays where it is. */
  keepsFocus?: boolean
  /** How far below the thread's upper edge it is to stand, in px: it was there before, so nothing flashes. */
  top?: number
}

interface Jump {
  /** The message that is to be shown, wherever in its conversation it stands. */
  wish: (Way & { conversationId: string; messageId: string }) | null
  ask: (conversationId: string, messageId: string, way?: Way) => void
  done: () => void
  /** Another conversation is open, or none: whoever left does not wait for a message of the one before. */
  cameTo: (openId: string | null) => void
}

/** Which message somebody wants to see; its thread goes there as soon as it holds it. */
export const useJump = create<Jump>((set) => ({
  wish: null,
  ask: (conversationId, messageId, way) => set({ wish: { ...way, conversationId, messageId } }),
  done: () => set({ wish: null }),
  cameTo: (openId) => set(({ wish }) => (wish?.conversationId === openId ? {} : { wish: null })),
}))

/** The message to open a conversation at, where one was asked for. */
export function wishedIn(conversationId: string): string | null {
  const { wish } = useJump.getState()
  return wish?.conversationId === conversationId ? wish.messageId : null
}
