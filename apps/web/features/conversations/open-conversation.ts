'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useSyncExternalStore } from 'react'
import { create } from 'zustand'
import { labelOf, listOfLabel, type ListName } from '../live/conversation-filters'

type Focus = 'composer' | 'row'

interface Wish {
  id: string
  focus: Focus
  /** A key asked for just this, so it is answered on touch screens too. */
  onPurpose?: boolean
}

interface FocusWish {
  /** Where the keyboard goes once this conversation is on the screen; the one that is left must not answer. */
  wish: Wish | null
  ask: (wish: Wish | null) => void
}
export const useFocusWish = create<FocusWish>((set) => ({ wish: null, ask: (wish) => set({ wish }) }))

/** Whether the keyboard is asked to go to this part of this conversation. */
export function useIsWished(id: string | null, focus: Focus): boolean {
  return useFocusWish(({ wish }) => wish !== null && wish.id === id && wish.focus === focus)
}

/**
 * The page's address. The router hears of pushState too, but draws it in its own time, in slices between frames; who
 * opens a conversation waits for it, so it is read from the address itself.
 */
function useAddress(): string {
  const pathname = usePathname()
  const search = useSearchParams().toString()
  // Where the router itself went is the address only once that is drawn.
  useEffect(moved, [pathname, search])
  return useSyncExternalStore(subscribe, addressNow, () => `${pathname}?${search}`)
}

/** Whether this conversation is the open one: a row hears it itself, so that the step to the next draws two rows. */
export function useIsOpen(id: string): boolean {
  const read = () => openIdOf(window.location.pathname) === id
  return useSyncExternalStore(subscribe, read, isNowhere)
}
const isNowhere = () => false

const addressNow = () => `${window.location.pathname}${window.location.search}`

/** The id in /inbox/[id]. */
export function useOpenId(): string | null {
  return openIdOf(useAddress().split('?')[0] ?? '')
}

/** Which list is shown: the one in the address, ?filter= or ?label=, and all without one. */
export function useFilter(): ListName {
  return filterOf(useAddress().split('?')[1] ?? '')
}

const isId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

const filters: readonly string[] = [
  'unread',
  'mine',
  'unassigned',
  'waiting',
  'closing',
  'snoozed',
  'done',
  'starred',
] satisfies ListName[]

/** @param search the part of an address behind the `?`, with it or without */
function filterOf(search: string): ListName {
  const query = new URLSearchParams(search)
  const [filter, label] = [query.get('filter') ?? '', query.get('label') ?? '']
  // What is no id the API refuses.
  if (isId.test(label)) return listOfLabel(label)
  return filters.includes(filter) ? (filter as ListName) : 'all'
}

/** The list that is shown now, for what happens outside of drawing. */
export const filterNow = () => filterOf(window.location.search)

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  // One for all: each row of the list listens here.
  if (listeners.size === 0) window.addEventListener('popstate', moved)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) window.removeEventListener('popstate', moved)
  }
}

let closing = false

/** Whether the browser still goes back to the list: it does so in its own time, and the address tells only then. */
export const isClosing = () => closing

function moved() {
  closing = false
  for (const listener of listeners) listener()
}

export function openIdOf(pathname: string): string | null {
  const match = /^\/inbox\/([^/]+)\/?$/.exec(pathname)
  return match?.[1] ? decodeURIComponent(match[1]) : null
}

/** The address of a list. */
export function listHref(filter: ListName): string {
  return `/inbox${searchOf(filter)}`
}

/** The address of a conversation, with the list it is opened from. */
export function hrefOf(id: string, filter: ListName = 'all'): string {
  return `/inbox/${encodeURIComponent(id)}${searchOf(filter)}`
}

function searchOf(list: ListName): string {
  const label = labelOf(list)
  if (label !== null) return `?label=${label}`
  return list === 'all' ? '' : `?filter=${list}`
}

/** Opens at once, from what is already loaded. From one conversation to the next, Back still leads to the list. */
export function openConversation(id: string, focus: Focus | null) {
  useFocusWish.getState().ask(focus && { id, focus })
  const open = openIdOf(window.location.pathname)
  if (open === id) return
  const href = hrefOf(id, filterNow())
  if (open) window.history.replaceState({ fromList: hasListBehind() }, '', href)
  else window.history.pushState({ fromList: true }, '', href)
  moved()
}

/** Back to the list; a conversation reached by its address has no list behind it in the history. */
export function closeConversation() {
  if (hasListBehind()) {
    // A second step back would leave the list too.
    if (!closing) window.history.back()
    closing = true
    return
  }
  window.history.replaceState(null, '', listHref(filterNow()))
  moved()
}

/** Shows a list at once. */
export function openList(filter: ListName) {
  if (addressNow() === listHref(filter)) return
  window.history.pushState(null, '', listHref(filter))
  moved()
}

/** Kept with the history's entry itself: a variable would outlive it, and Back would leave the app. */
function hasListBehind(): boolean {
  const state: unknown = window.history.state
  return typeof state === 'object' && state !== null && 'fromList' in state && state.fromList === true
}
