import { create } from 'zustand'

interface Writing {
  /** The open conversation in which a note is written, and not a reply. Whoever leaves it comes back to reply. */
  noteIn: string | null
  writeNote: (conversationId: string) => void
  writeReply: () => void
  /** Another conversation is open, or none: there one begins with the reply. */
  cameTo: (openId: string | null) => void
}

/** What is written in the card under the thread: a reply, unless somebody said that it is a note. */
export const useWriting = create<Writing>((set) => ({
  noteIn: null,
  writeNote: (noteIn) => set({ noteIn }),
  writeReply: () => set({ noteIn: null }),
  cameTo: (openId) => set(({ noteIn }) => (noteIn === openId ? {} : { noteIn: null })),
}))
