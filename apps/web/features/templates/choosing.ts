import { create } from 'zustand'

/** What a template is chosen for. */
export interface Asked {
  /** Null where a conversation begins with it. */
  conversationId: string | null
  /** What was chosen before it was taken back. */
  templateId?: string
  values?: Record<string, string>
}

interface Choosing {
  asked: Asked | null
  ask: (asked: Asked) => void
  close: () => void
}

/** The question which template is sent. */
export const useChoosing = create<Choosing>((set) => ({
  asked: null,
  ask: (asked) => set({ asked }),
  close: () => set({ asked: null }),
}))
