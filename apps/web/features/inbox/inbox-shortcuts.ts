'use client'
import { useEffect, useState } from 'react'
import { conversationOf, listedIds } from '../live/use-conversations'
import {
  closeConversation,
  openConversation,
  openIdOf,
  useFocusWish,
} from '../conversations/open-conversation'
import { listOrder } from '../conversations/list-entries'
import { usePreferences } from '../actions/preferences'

export interface Shortcut {
  keys: string[]
  does: string
  /** A bare character, which the switch in the sheet turns off. */
  single: boolean
}

/** What the `?` sheet shows; the listener below does it. */
export const shortcuts: Shortcut[] = [
  { keys: ['J', '↓'], does: 'Next conversation', single: true },
  { keys: ['K', '↑'], does: 'Previous conversation', single: true },
  { keys: ['Alt ↓', 'Alt ↑'], does: 'Next or previous, even while typing', single: false },
  { keys: ['Enter', 'O'], does: 'Open and write', single: true },
  { keys: ['R'], does: 'Write an answer', single: true },
  { keys: ['Esc'], does: 'From writing to the list, then close', single: false },
  { keys: ['Enter'], does: 'Send', single: false },
  { keys: ['Shift Enter'], does: 'New line', single: false },
  { keys: ['?'], does: 'This list', single: true },
]

/** Listens for the inbox's keys; returns whether the `?` sheet is open. */
export function useInboxShortcuts() {
  const [sheet, setSheet] = useState(false)
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.isComposing) return
      const target = event.target instanceof HTMLElement ? event.target : document.body
      if (target.closest('[role="dialog"],[role="alertdialog"],[role="menu"]')) return
      const done = event.altKey ? onAltKey(event) : onPlainKey(event, target, setSheet)
      if (done) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
  return [sheet, setSheet] as const
}

function onAltKey(event: KeyboardEvent) {
  if (event.key === 'ArrowDown') return step(1, 'composer')
  if (event.key === 'ArrowUp') return step(-1, 'composer')
  return false
}

function onPlainKey(event: KeyboardEvent, target: HTMLElement, setSheet: (open: boolean) => void) {
  if (target.closest('input,textarea,select,[contenteditable]')) return false
  const inList = target === document.body || rowIdOf(target) !== null
  if (event.key === 'Escape' && openIdOf(location.pathname)) return leave()
  // Arrows scroll a focused thread and walk menus; they move the selection only from the list.
  if (event.key === 'ArrowDown' && inList) return step(1, 'row')
  if (event.key === 'ArrowUp' && inList) return step(-1, 'row')
  if (event.key === 'Enter') return openRow(target)
  if (!usePreferences.getState().singleKeys || event.repeat) return false
  switch (event.key) {
    case 'j':
      return step(1, 'row')
    case 'k':
      return step(-1, 'row')
    case 'o':
      return openRow(target)
    case 'r':
      return focusComposer()
    case '?':
      setSheet(true)
      return true
    default:
      return false
  }
}

/** Opens the neighbour of the open conversation; without one the first. */
function step(by: 1 | -1, focus: 'composer' | 'row') {
  const items = listOrder(
    listedIds().flatMap((id) => conversationOf(id) ?? []),
    Date.now(),
  )
  const openId = openIdOf(location.pathname)
  const at = items.findIndex((item) => item.id === openId)
  const next = at < 0 ? items[0] : items[at + by]
  if (next) openConversation(next.id, focus)
  return items.length > 0
}

function openRow(target: HTMLElement) {
  const id = rowIdOf(target) ?? (target === document.body ? openIdOf(location.pathname) : null)
  if (!id) return false
  openConversation(id, 'composer')
  return true
}

function focusComposer() {
  const id = openIdOf(location.pathname)
  if (id) useFocusWish.getState().ask({ id, focus: 'composer' })
  return id !== null
}

function leave() {
  closeConversation()
  return true
}

function rowIdOf(target: HTMLElement) {
  return target.closest<HTMLElement>('[data-conversation-id]')?.dataset.conversationId ?? null
}
