'use client'
import { createContext, use, useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { create } from 'zustand'
import { filterOf, isFilter, labelOf, listOf, type ListName } from '../live/conversation-filters'

/** `note`: where a note is written, and never a reply; `composer`: the field that is there, or on purpose the reply's. */
type Focus = 'composer' | 'note' | 'row'

export interface Wish {
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

/** Answers when the keyboard is asked to go to this part of this conversation, now or later; nothing is drawn anew for it. */
export function useAnsweredWish(id: string, focus: Focus, answer: (wish: Wish) => void): void {
  const hear = useEffectEvent(answer)
  useEffect(() => {
    const look = () => {
      const { wish } = useFocusWish.getState()
      if (wish?.id === id && wish.focus === focus) hear(wish)
    }
    look()
    return useFocusWish.subscribe(look)
  }, [id, focus])
}

/** The address as it was when the page was sent: a server has no other, and the first drawing must be what it drew. */
export const Arrival = createContext('')

/**
 * What the address says. The router hears of it too, but draws in its own time, in slices between frames; who opens a
 * conversation waits for it, so it is read from the address itself.
 */
function useFromAddress<T>(read: (pathname: string, search: string) => T): T {
  const [pathname = '', search = ''] = use(Arrival).split('?')
  return useSyncExternalStore(
    subscribe,
    () => read(window.location.pathname, window.location.search),
    () => read(pathname, search),
  )
}

/** Whether this conversation is the open one: a row hears it itself, so that the step to the next draws two rows. */
export function useIsOpen(id: string): boolean {
  return useFromAddress((pathname) => openIdOf(pathname) === id)
}

/** The id in /inbox/[id]. */
export function useOpenId(): string | null {
  return useFromAddress(openIdOf)
}

/** Hears which one is open, at once and whenever that is another; returns how to stop. */
export function watchOpenId(listener: (id: string | null) => void): () => void {
  const hear = () => listener(openIdOf(window.location.pathname))
  hear()
  return subscribe(hear)
}

/** Whether any conversation is open. */
export function useIsAnyOpen(): boolean {
  return useFromAddress((pathname) => openIdOf(pathname) !== null)
}

/** Which list is shown: the one in the address, of its ?filter= and its ?label=, and all without either. */
export function useFilter(): ListName {
  return useFromAddress((_, search) => listIn(search))
}

const isId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

// Each row asks at each step, mostly of the same.
let [readSearch, readList]: [string, ListName] = ['', 'all']

/** @param search the part of an address behind the `?`, with it or without */
function listIn(search: string): ListName {
  if (search === readSearch) return readList
  const query = new URLSearchParams(search)
  const [filter, label] = [query.get('filter') ?? '', query.get('label') ?? '']
  readSearch = search
  // What is no id the API refuses.
  readList = listOf(isFilter(filter) ? filter : 'all', isId.test(label) ? label : null)
  return readList
}

/** The list that is shown now, for what happens outside of drawing. */
export const filterNow = () => listIn(window.location.search)

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  // One for all: each row of the list listens here.
  if (listeners.size === 0) window.addEventListener('popstate', popped)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) window.removeEventListener('popstate', popped)
  }
}

let closing = false

/** Whether the browser still goes back to the list: it does so in its own time, and the address tells only then. */
export const isClosing = () => closing

/** The address is another: whoever draws something by it does so now. */
function moved() {
  closing = false
  tell()
}

function tell() {
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
  const [filter, label] = [filterOf(list), labelOf(list)]
  const parts = [filter === 'all' ? '' : `filter=${filter}`, label === null ? '' : `label=${label}`].filter(
    Boolean,
  )
  return parts.length > 0 ? `?${parts.join('&')}` : ''
}

/** Opens at once, from what is already loaded. From one conversation to the next, Back still leads to the list. */
export function openConversation(id: string, focus: Focus | null) {
  useFocusWish.getState().ask(focus && { id, focus })
  const open = openIdOf(window.location.pathname)
  if (open === id) return
  const href = hrefOf(id, filterNow())
  if (open) go('replaceState', href, hasListBehind())
  else go('pushState', href, true)
}

/** Back to the list; a conversation reached by its address has no list behind it in the history. */
export function closeConversation() {
  if (hasListBehind()) {
    untold = null
    // A second step back would leave the list too.
    if (!closing) window.history.back()
    closing = true
    return
  }
  go('replaceState', listHref(filterNow()), false)
}

/** Shows a list at once. */
export function openList(filter: ListName) {
  if (addressNow() === listHref(filter)) return
  go('pushState', listHref(filter), false)
}

/** Whether the lists and conversations are on the screen. */
export const isInInbox = () => /^\/inbox(\/|$)/.test(window.location.pathname)

const addressNow = () => `${window.location.pathname}${window.location.search}`

/**
 * Changes the address. What its entry in the history says already of Next keeps the router out of it: it would draw all that
 * asks it where it is before what was opened is painted, so it is told after. While it still draws an earlier address it is
 * told at once, or it would put that one back.
 * @param fromList kept with the entry itself: a variable would outlive it, and Back would leave the app
 */
function go(how: 'pushState' | 'replaceState', href: string, fromList: boolean) {
  passed = []
  if (told !== null) {
    untold = null
    told = href
    window.history[how]({ fromList }, '', href)
  } else {
    const known = window.history.state as object | null
    window.history[how]({ ...known, fromList }, '', href)
    const change = { href }
    untold = change
    requestAnimationFrame(() => setTimeout(() => untold === change && followAddress()))
  }
  moved()
}

/** The address that the router was told of and has not drawn yet. */
let told: string | null = null
/** The change of address that it is yet to hear of. */
let untold: { href: string } | null = null

/**
 * Where the browser has gone back or forth to within the inbox, of which the router has not drawn the last. Elsewhere an
 * address told anew would be drawn with the screen of the former one.
 */
let passed: { href: string; fromList: boolean }[] = []

/** Tells the router where we are, if it is yet to hear of it: whoever has it go elsewhere does this first. */
export function followAddress() {
  passed = []
  if (!untold) return
  const { href } = untold
  untold = null
  // The router went elsewhere by itself meanwhile; this would put the former address over its own.
  if (addressNow() !== href) return
  told = href
  window.history.replaceState({ fromList: hasListBehind() }, '', href)
}

/**
 * The router has drawn this address. After a reload it asks the server for what it goes back to, and by then the browser may
 * be further back: it puts the former address over that one, and is told again where we are.
 */
export function followed(address: string) {
  const last = passed.at(-1)
  if (last && address !== last.href && passed.some(({ href }) => href === address)) {
    told = last.href
    window.history.replaceState({ fromList: last.fromList }, '', last.href)
  } else {
    passed = []
    if (told === address) told = null
  }
  moved()
}

/** The browser goes back or forth, of which the router hears itself; what it is told meanwhile would stop that. */
function popped() {
  untold = null
  told = addressNow()
  passed = isInInbox() ? [...passed, { href: told, fromList: hasListBehind() }] : []
  moved()
  // React draws all that a popstate changes in one, and with what the router waits for it would wait, too.
  setTimeout(tell)
}

function hasListBehind(): boolean {
  const state: unknown = window.history.state
  return typeof state === 'object' && state !== null && 'fromList' in state && state.fromList === true
}
