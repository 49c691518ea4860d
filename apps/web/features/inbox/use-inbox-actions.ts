'use client'
import { useEffect } from 'react'
import { listenForKeys } from '../actions/listen-for-keys'
import { useActions } from '../actions/use-actions'
import { listOrder } from '../conversations/list-entries'
import {
  closeConversation,
  openConversation,
  openIdOf,
  useFocusWish,
} from '../conversations/open-conversation'
import { conversationOf, listedIds } from '../live/use-conversations'
import { append } from '../sending/drafts'
import { useContactPanel } from './contact-panel-state'

/** What the inbox's actions do. */
export function useInboxActions(): void {
  const panel = useContactPanel()
  useActions({
    next: (event) => mayStep(event) && step(1, 'row'),
    previous: (event) => mayStep(event) && step(-1, 'row'),
    nextWriting: () => step(1, 'composer'),
    previousWriting: () => step(-1, 'composer'),
    open: (event) => openRow(targetOf(event)),
    write,
    contact: () => {
      if (openIdOf(location.pathname) === null) return false
      panel.toggle()
      return true
    },
    close: () => {
      if (openIdOf(location.pathname) === null) return false
      closeConversation()
      return true
    },
  })
}

/** Listens for the keys of all actions; what is typed while the composer is asked for and not there yet goes into it. */
export function useKeys(): void {
  useEffect(() => listenForKeys(typeAhead), [])
}

function typeAhead(event: KeyboardEvent): boolean {
  const { wish } = useFocusWish.getState()
  if (wish?.focus !== 'composer' || !wish.onPurpose || event.altKey || event.key.length !== 1) return false
  // One that is not on the screen any more, or could not be loaded, has no composer to come.
  if (wish.id !== openIdOf(location.pathname)) return false
  append(wish.id, event.key)
  return true
}

function targetOf(event: KeyboardEvent | undefined): HTMLElement {
  return event?.target instanceof HTMLElement ? event.target : document.body
}

/** Arrows scroll a focused thread and walk menus; they move the selection only from the list. */
function mayStep(event: KeyboardEvent | undefined): boolean {
  if (!event?.key.startsWith('Arrow')) return true
  const target = targetOf(event)
  return target === document.body || rowIdOf(target) !== null
}

/** Opens the neighbour of the open conversation, in the order of the list; without one the first. */
function step(by: 1 | -1, focus: 'composer' | 'row'): boolean {
  const known = listedIds().flatMap((id) => conversationOf(id) ?? [])
  const items = listOrder(known, Date.now())
  const openId = openIdOf(location.pathname)
  const at = items.findIndex((item) => item.id === openId)
  const next = at < 0 ? items[0] : items[at + by]
  if (next) openConversation(next.id, focus)
  return items.length > 0
}

function openRow(target: HTMLElement): boolean {
  const id = rowIdOf(target) ?? (target === document.body ? openIdOf(location.pathname) : null)
  if (!id) return false
  openConversation(id, 'composer')
  useFocusWish.getState().ask({ id, focus: 'composer', onPurpose: true })
  return true
}

function write(): boolean {
  const id = openIdOf(location.pathname)
  if (id) useFocusWish.getState().ask({ id, focus: 'composer', onPurpose: true })
  return id !== null
}

function rowIdOf(target: HTMLElement): string | null {
  return target.closest<HTMLElement>('[data-conversation-id]')?.dataset.conversationId ?? null
}
