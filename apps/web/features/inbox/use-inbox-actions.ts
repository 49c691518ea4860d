'use client'
import { useEffect } from 'react'
import { mayStep } from '../actions/may-step'
import { useActions } from '../actions/use-actions'
import { useWriting } from '../composer/writing'
import { listNow } from '../conversations/list-now'
import {
  closeConversation,
  openConversation,
  openIdOf,
  useFocusWish,
} from '../conversations/open-conversation'
import { idOfRow, rowOf, tabStopRow } from '../conversations/row-element'
import { useSelection } from '../conversations/selection'
import { useFinding } from '../thread/finding'
import { usePicking } from '../triage/picking'
import { useSnoozing } from '../triage/snoozing'
import { useTriage } from '../triage/use-triage'
import { useContactPanel } from './contact-panel-state'

/** What the inbox's actions do. */
export function useInboxActions(openId: string | null): void {
  const panel = useContactPanel(openId)
  const triage = useTriage()
  useEffect(() => useWriting.getState().cameTo(openId), [openId])
  useActions({
    done: (event) => triage.done(atHand(event)),
    snooze: (event) => {
      const ids = atHand(event)
      if (ids.length > 0) useSnoozing.getState().ask(ids, besideOf(ids))
      return ids.length > 0
    },
    label: (event) => pick('labels', atHand(event)),
    assign: (event) => pick('assignee', atHand(event)),
    star: (event) => triage.star(atHand(event)),
    unread: (event) => triage.unread(atHand(event)),
    select: (event) => {
      const [id] = atHand(event, false)
      // What is open need not be in this list, and nobody would see it selected.
      if (!id || !listNow().includes(id)) return false
      useSelection.getState().toggle(id)
      return true
    },
    extendNext: (event) => extend(1, event),
    extendPrevious: (event) => extend(-1, event),
    next: (event) => mayStep(event, '[data-row]') && step(1, 'row'),
    previous: (event) => mayStep(event, '[data-row]') && step(-1, 'row'),
    nextWriting: () => step(1, 'composer'),
    previousWriting: () => step(-1, 'composer'),
    open: (event) => openRow(targetOf(event)),
    write,
    note: () => {
      if (openId === null) return false
      useWriting.getState().writeNote(openId)
      return true
    },
    contact: () => {
      if (openId === null) return false
      panel.show(!panel.shown)
      return true
    },
    close: () => {
      if (useFinding.getState().close()) return true
      const { ids, clear } = useSelection.getState()
      if (ids.size > 0) {
        clear()
        return true
      }
      if (openIdOf(location.pathname) === null) return false
      closeConversation()
      return true
    },
  })
}

function pick(what: 'labels' | 'assignee', ids: readonly string[]): boolean {
  if (ids.length > 0) usePicking.getState().ask(what, ids, besideOf(ids))
  return ids.length > 0
}

function targetOf(event: KeyboardEvent | undefined): HTMLElement {
  return event?.target instanceof HTMLElement ? event.target : document.body
}

/**
 * What a key is about: what is selected, else the row that has the keyboard, else what is open, else, where the keyboard is
 * nowhere or in the list around it, the row that Tab leads to.
 */
function atHand(event: KeyboardEvent | undefined, orSelected = true): string[] {
  const selected = [...useSelection.getState().ids]
  if (orSelected && selected.length > 0) return selected
  const target = targetOf(event)
  const id = idOfRow(target) ?? openIdOf(location.pathname) ?? idOfTabStop(target)
  return id ? [id] : []
}

/** Whoever has the keyboard on a button or a link means that. A heading has it only when it was nowhere else. */
function idOfTabStop(target: HTMLElement): string | null {
  const row = tabStopRow()
  return row && (target.contains(row) || target.matches('h1, h2')) ? idOfRow(row) : null
}

/** Where it is asked about conversations: at the bar of those that are selected, the head of the open one, or the row. */
function besideOf(ids: readonly string[]): Element | null {
  const [id = ''] = ids
  const bar = document.querySelector('[data-testid="bulk-bar"]')
  const button = document.querySelector('[data-testid="snooze-button"]')
  return bar ?? (id === openIdOf(location.pathname) ? button : rowOf(id))
}

/** Takes the neighbour of the row that has the keyboard into the selection, and goes there. */
function extend(by: 1 | -1, event: KeyboardEvent | undefined): boolean {
  const order = listNow()
  const [id = ''] = atHand(event, false)
  const { ids, toggle, extendTo } = useSelection.getState()
  if (ids.size === 0 && order.includes(id)) toggle(id)
  const next = order[order.indexOf(id) + by]
  if (!next) return order.length > 0
  extendTo(next, order)
  useFocusWish.getState().ask({ id: next, focus: 'row' })
  return true
}

/** Opens the neighbour of the open conversation, in the order of the list; without one the first. */
function step(by: 1 | -1, focus: 'composer' | 'row'): boolean {
  const ids = listNow()
  const at = ids.indexOf(openIdOf(location.pathname) ?? '')
  const next = at < 0 ? ids[0] : ids[at + by]
  if (next) openConversation(next, focus)
  return ids.length > 0
}

function openRow(target: HTMLElement): boolean {
  const id = idOfRow(target) ?? (target === document.body ? openIdOf(location.pathname) : null)
  if (!id) return false
  openConversation(id, 'composer')
  useWriting.getState().cameTo(id)
  const focus = useWriting.getState().noteIn === id ? 'note' : 'composer'
  useFocusWish.getState().ask({ id, focus, onPurpose: true })
  return true
}

function write(): boolean {
  const id = openIdOf(location.pathname)
  if (id) useFocusWish.getState().ask({ id, focus: 'composer', onPurpose: true })
  return id !== null
}
