'use client'
import { usePathname } from 'next/navigation'
import { create } from 'zustand'

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

/** The id in /inbox/[id]. Read from the path, since pushState moves it without a trip to the server. */
export function useOpenId(): string | null {
  return openIdOf(usePathname())
}

export function openIdOf(pathname: string): string | null {
  const match = /^\/inbox\/([^/]+)\/?$/.exec(pathname)
  return match?.[1] ? decodeURIComponent(match[1]) : null
}

export function hrefOf(id: string): string {
  return `/inbox/${encodeURIComponent(id)}`
}

/** Opens at once, from what is already loaded. From one conversation to the next, Back still leads to the list. */
export function openConversation(id: string, focus: Focus) {
  useFocusWish.getState().ask({ id, focus })
  const open = openIdOf(window.location.pathname)
  if (open === id) return
  if (open) {
    window.history.replaceState({ fromList: hasListBehind() }, '', hrefOf(id))
    return
  }
  window.history.pushState({ fromList: true }, '', hrefOf(id))
}

/** Back to the list; a conversation reached by its address has no list behind it in the history. */
export function closeConversation() {
  if (hasListBehind()) window.history.back()
  else window.history.replaceState(null, '', '/inbox')
}

/** Kept with the history's entry itself: a variable would outlive it, and Back would leave the app. */
function hasListBehind(): boolean {
  const state: unknown = window.history.state
  return typeof state === 'object' && state !== null && 'fromList' in state && state.fromList === true
}
