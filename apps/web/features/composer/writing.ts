import { create } from 'zustand'
import { useFocusWish } from '../conversations/open-conversation'
import { useNoteDrafts } from '../sending/drafts'

interface Writing {
  /** The open conversation in which a note is written, and not a reply. */
  noteIn: string | null
  /** The conversation that was come to last. */
  openId: string | null
  /** Somebody asked for it, so the keyboard goes there, too. */
  writeNote: (conversationId: string) => void
  writeReply: () => void
  /** Another conversation is open, or none: a note that was begun there goes on, since words for the team must not end up in a reply. */
  cameTo: (openId: string | null) => void
}

/** What is written in the card under the thread: a reply, unless somebody said that it is a note. */
export const useWriting = create<Writing>((set) => ({
  noteIn: null,
  openId: null,
  writeNote: (id) => {
    set({ noteIn: id })
    useFocusWish.getState().ask({ id, focus: 'note', onPurpose: true })
  },
  writeReply: () => set({ noteIn: null }),
  cameTo: (openId) =>
    set((now) => {
      if (now.openId === openId) return {}
      const isBegun = openId !== null && Boolean(useNoteDrafts.getState().texts[openId])
      return { openId, noteIn: isBegun ? openId : null }
    }),
}))
