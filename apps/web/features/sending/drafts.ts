import { create } from 'zustand'

interface Drafts {
  /** Org and person: a browser may be shared, a half-written text is not. */
  owner: string | null
  texts: Record<string, string>
  /** Reads what this browser kept for the owner; what others began stays out of sight. */
  load: (owner: string) => void
  write: (conversationId: string, text: string) => void
  /** Another tab wrote. */
  hear: (conversationId: string, text: string) => void
}

/** Texts begun and not sent, one per conversation, kept in this browser. */
export const useDrafts = create<Drafts>((set, get) => ({
  owner: null,
  texts: {},
  load: (owner) => set({ owner, texts: readDrafts(localStorage, owner) }),
  write: (conversationId, text) => {
    const { owner, hear } = get()
    if (owner) keep(draftKey(owner, conversationId), text)
    hear(conversationId, text)
  },
  hear: (conversationId, text) =>
    set(({ texts }) => {
      const { [conversationId]: _, ...others } = texts
      return { texts: text ? { ...others, [conversationId]: text } : others }
    }),
}))

const prefix = 'cloudpa:draft:'

export function draftKey(owner: string, conversationId: string): string {
  return `${prefix}${owner}:${conversationId}`
}

/** The conversation a storage key belongs to, if it is a draft of this owner. */
export function draftConversation(key: string, owner: string): string | null {
  const start = draftKey(owner, '')
  return key.startsWith(start) ? key.slice(start.length) : null
}

export function readDrafts(storage: Pick<Storage, 'length' | 'key' | 'getItem'>, owner: string) {
  const texts: Record<string, string> = {}
  for (let i = 0; i < storage.length; i++) {
    const key = storage.key(i) ?? ''
    const conversationId = draftConversation(key, owner)
    const text = conversationId === null ? null : storage.getItem(key)
    if (conversationId !== null && text) texts[conversationId] = text
  }
  return texts
}

function keep(key: string, text: string) {
  try {
    if (text) localStorage.setItem(key, text)
    else localStorage.removeItem(key)
  } catch (error) {
    // Private windows and full disks refuse; the draft then lives as long as the page.
    console.warn('The draft could not be kept in this browser.', error)
  }
}

/** Keeps two tabs on one draft; returns how to stop. */
export function listenForDrafts(): () => void {
  const onStorage = (event: StorageEvent) => {
    const { owner, hear } = useDrafts.getState()
    const conversationId = owner && event.key ? draftConversation(event.key, owner) : null
    if (conversationId) hear(conversationId, event.newValue ?? '')
  }
  window.addEventListener('storage', onStorage)
  return () => window.removeEventListener('storage', onStorage)
}
