import { create } from 'zustand'

/** A message that only this browser knows for sure, until the server answers for it. */
export interface Unsent {
  clientId: string
  conversationId: string
  body: string
  at: string
  /**
   * `refused`: the server said no. `unanswered`: nobody knows whether it took the message, so sending
   * again keeps the clientId and can't make a second one.
   */
  state: 'sending' | 'unanswered' | 'refused'
  reason: string
}

interface UnsentStore {
  /** Org and person: what one has not sent is not to leave under another's name. */
  owner: string | null
  items: Unsent[]
  load: (owner: string) => void
  put: (item: Unsent) => void
  remove: (clientId: string) => void
}

/** Kept in this browser, so that a reload never swallows a message that did not get through. */
export const useUnsent = create<UnsentStore>((set, get) => ({
  owner: null,
  items: [],
  load: (owner) => set({ owner, items: read(owner) }),
  put: (item) => {
    set(({ items }) => ({ items: [...items.filter((other) => other.clientId !== item.clientId), item] }))
    const { owner } = get()
    if (owner) keep(keyOf(owner, item.clientId), JSON.stringify(item))
  },
  remove: (clientId) => {
    set(({ items }) => ({ items: items.filter((item) => item.clientId !== clientId) }))
    const { owner } = get()
    if (owner) keep(keyOf(owner, clientId), null)
  },
}))

const keyOf = (owner: string, clientId: string) => `cloudpa:unsent:${owner}:${clientId}`

/** The latest message of a conversation that did not get through and waits for a person. */
export function unsentOf(items: Unsent[], conversationId: string): Unsent | undefined {
  return items.findLast((item) => item.conversationId === conversationId && item.state !== 'sending')
}

function read(owner: string): Unsent[] {
  const items: Unsent[] = []
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(keyOf(owner, ''))) continue
    const item = parse(localStorage.getItem(key))
    if (item) items.push(item)
  }
  return items.sort((a, b) => a.at.localeCompare(b.at))
}

function parse(text: string | null): Unsent | null {
  try {
    const item = JSON.parse(text ?? 'null') as Unsent | null
    if (!item?.clientId || !item.conversationId) return null
    // Whoever was sending it is gone with the page, and its answer too.
    return item.state === 'sending'
      ? { ...item, state: 'unanswered', reason: 'The page was closed before an answer came.' }
      : item
  } catch (error) {
    console.warn('An unsent message could not be read back.', error)
    return null
  }
}

function keep(key: string, text: string | null) {
  try {
    if (text === null) localStorage.removeItem(key)
    else localStorage.setItem(key, text)
  } catch (error) {
    console.warn('An unsent message could not be kept in this browser.', error)
  }
}
