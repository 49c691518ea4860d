'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { useEffect, useSyncExternalStore } from 'react'
import { markRead } from '../sending/read-marks'

// Passing through with j/k must not mark everything on the way as read.
const dwellMs = 300

/** Marks as read what a person has really had in front of them: at the bottom, page visible and focused. */
export function useMarkRead(conversation: Conversation, lastPosition: number, atBottom: boolean) {
  const looking = useLooking()
  const { id, unreadCount, readPosition } = conversation
  const due = looking && atBottom && unreadCount > 0 && lastPosition > readPosition

  useEffect(() => {
    if (!due) return
    const timer = setTimeout(() => markRead(id, lastPosition), dwellMs)
    return () => clearTimeout(timer)
  }, [due, id, lastPosition])
}

function subscribe(listener: () => void) {
  window.addEventListener('focus', listener)
  window.addEventListener('blur', listener)
  document.addEventListener('visibilitychange', listener)
  return () => {
    window.removeEventListener('focus', listener)
    window.removeEventListener('blur', listener)
    document.removeEventListener('visibilitychange', listener)
  }
}

function useLooking() {
  return useSyncExternalStore(
    subscribe,
    () => document.visibilityState === 'visible' && document.hasFocus(),
    () => false,
  )
}
