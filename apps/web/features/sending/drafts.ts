import { create } from 'zustand'
import { joinTexts } from '../../client/join-texts'
import { keepEntry, listenForEntries, readEntries, useKeeping } from './kept-entries'
import { stamp } from './old-drafts'

type DraftKind = 'draft' | 'note'

interface Drafts {
  /** `org:person`: a browser may be shared, a half-written text is not. Null until it is known who is here. */
  owner: string | null
  texts: Record<string, string>
  /** The conversation whose text is being changed on this screen, until the person pauses. */
  typing: string | null
  /** What other tabs have of that text meanwhile. */
  aside: string
  /** Joins what this browser kept for the owner with what was typed before it was known who types. */
  load: (owner: string) => void
  /** The person here changed the text. */
  write: (conversationId: string, text: string) => void
  /** The text went out; what another tab had begun comes to sight. */
  clear: (conversationId: string) => void
  /** Another tab changed the text; the one that is being typed here stays as it is under its caret. */
  hear: (conversationId: string, text: string) => void
  /** The person paused: the text is joined with what other tabs have of it. */
  rest: () => void
}

/**
 * Texts begun and not sent, one per conversation, kept in this browser and shared by its tabs.
 * @param kind apart from all of another kind: what is begun for the team is never found where one writes to the customer
 */
const draftsOfKind = (kind: DraftKind) =>
  create<Drafts>((set, get) => ({
    owner: null,
    texts: {},
    typing: null,
    aside: '',
    load: (owner) => {
      const { owner: before, texts, typing } = get()
      const kept = readDrafts(kind, owner)
      const isSame = before === null || before === owner
      // Memory counts where storage can't: before it is known who is here, and where the browser refuses to keep.
      const mine = before === null || (isSame && useKeeping.getState().refused) ? texts : {}
      const aside = (isSame && typing && kept[typing]) || ''
      const joined: Record<string, string> = { ...kept }
      for (const [id, text] of Object.entries(mine)) joined[id] = joinTexts(kept[id] ?? '', text)
      for (const id of Object.keys(mine)) keepDraft(kind, owner, id, joined[id] ?? '')
      if (isSame && typing) joined[typing] = texts[typing] ?? ''
      set({ owner, texts: joined, typing: isSame ? typing : null, aside })
    },
    write: (conversationId, text) => {
      if (get().typing !== conversationId) get().rest()
      set(({ texts }) => ({ typing: conversationId, texts: withText(texts, conversationId, text) }))
      const { owner, aside } = get()
      if (owner) keepDraft(kind, owner, conversationId, joinTexts(aside, text))
    },
    clear: (conversationId) => {
      get().write(conversationId, '')
      get().rest()
    },
    hear: (conversationId, text) => {
      if (get().typing === conversationId) set({ aside: text })
      else set(({ texts }) => ({ texts: withText(texts, conversationId, text) }))
    },
    rest: () => {
      const { typing, aside, texts, owner } = get()
      if (typing === null) return
      const text = joinTexts(aside, texts[typing] ?? '')
      set({ typing: null, aside: '', texts: withText(texts, typing, text) })
      if (owner && aside) keepDraft(kind, owner, typing, text)
    },
  }))

/** Replies. */
export const useDrafts = draftsOfKind('draft')
/** Notes for the team. */
export const useNoteDrafts = draftsOfKind('note')

/**
 * Adds to a conversation's draft what was typed while there was no composer yet to type it into; the composer shows it
 * as soon as it is there.
 */
export function append(conversationId: string, text: string, drafts = useDrafts): void {
  const { texts, write } = drafts.getState()
  write(conversationId, (texts[conversationId] ?? '') + text)
}

function withText(texts: Record<string, string>, id: string, text: string) {
  const { [id]: _, ...others } = texts
  return text ? { ...others, [id]: text } : others
}

const textOf = (kept: string) => kept.replace(stamp, '')

function keepDraft(kind: DraftKind, owner: string, id: string, text: string): void {
  keepEntry(kind, owner, id, text && `${Date.now()}:${text}`)
}

function readDrafts(kind: DraftKind, owner: string): Record<string, string> {
  const entries = Object.entries(readEntries(kind, owner))
  return Object.fromEntries(entries.map(([id, kept]) => [id, textOf(kept)]))
}

/** Keeps the tabs of an owner on one draft of each kind; returns how to stop. */
export function shareDrafts(owner: string): () => void {
  const stops = [share('draft', owner, useDrafts), share('note', owner, useNoteDrafts)]
  return () => stops.forEach((stop) => stop())
}

function share(kind: DraftKind, owner: string, drafts: typeof useDrafts): () => void {
  const { hear, rest } = drafts.getState()
  const stop = listenForEntries(kind, owner, (id, kept) => hear(id, textOf(kept ?? '')))
  // Whoever goes to another tab or window has paused here.
  window.addEventListener('blur', rest)
  document.addEventListener('visibilitychange', rest)
  return () => {
    stop()
    window.removeEventListener('blur', rest)
    document.removeEventListener('visibilitychange', rest)
  }
}
