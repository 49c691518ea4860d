import { create } from 'zustand'

interface Drafts {
  orgId: string | null
  texts: Record<string, string>
  /** Reads what this browser kept for the org; another org's drafts stay out of sight. */
  load: (orgId: string) => void
  write: (conversationId: string, text: string) => void
  /** Another tab wrote. */
  hear: (conversationId: string, text: string) => void
}

/** Texts begun and not sent, one per conversation, kept in this browser. */
export const useDrafts = create<Drafts>((set, get) => ({
  orgId: null,
  texts: {},
  load: (orgId) => set({ orgId, texts: readDrafts(localStorage, orgId) }),
  write: (conversationId, text) => {
    const { orgId, hear } = get()
    if (orgId) keep(draftKey(orgId, conversationId), text)
    hear(conversationId, text)
  },
  hear: (conversationId, text) =>
    set(({ texts }) => {
      const { [conversationId]: _, ...others } = texts
      return { texts: text ? { ...others, [conversationId]: text } : others }
    }),
}))

const prefix = 'cloudpa:draft:'

export function draftKey(orgId: string, conversationId: string): string {
  return `${prefix}${orgId}:${conversationId}`
}

/** The conversation a storage key belongs to, if it is a draft of this org. */
export function draftOwner(key: string, orgId: string): string | null {
  const start = draftKey(orgId, '')
  return key.startsWith(start) ? key.slice(start.length) : null
}

export function readDrafts(storage: Pick<Storage, 'length' | 'key' | 'getItem'>, orgId: string) {
  const texts: Record<string, string> = {}
  for (let i = 0; i < storage.length; i++) {
    const key = storage.key(i) ?? ''
    const owner = draftOwner(key, orgId)
    const text = owner === null ? null : storage.getItem(key)
    if (owner !== null && text) texts[owner] = text
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
    const { orgId, hear } = useDrafts.getState()
    const owner = orgId && event.key ? draftOwner(event.key, orgId) : null
    if (owner) hear(owner, event.newValue ?? '')
  }
  window.addEventListener('storage', onStorage)
  return () => window.removeEventListener('storage', onStorage)
}
