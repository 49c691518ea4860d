import { create } from 'zustand'

/** The one before, or the one after. */
export type Side = 'older' | 'newer'

interface OpenPicture {
  /** Which picture is looked at as it is, and in which conversation. */
  shown: { conversationId: string; mediumId: string } | null
  /** To which side somebody wants to go on, until the next one there is found, or there is none. */
  wants: Side | null
  open: (conversationId: string, mediumId: string) => void
  want: (side: Side | null) => void
  /** Closes what is open in this conversation. */
  close: (conversationId: string) => void
}

/** The picture that is open over its thread: the message it belongs to may leave the thread meanwhile. */
export const useOpenPicture = create<OpenPicture>((set) => ({
  shown: null,
  wants: null,
  open: (conversationId, mediumId) => set({ shown: { conversationId, mediumId }, wants: null }),
  want: (wants) => set({ wants }),
  close: (conversationId) =>
    set(({ shown }) => (shown?.conversationId === conversationId ? { shown: null, wants: null } : {})),
}))
