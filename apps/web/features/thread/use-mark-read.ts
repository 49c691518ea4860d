'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { request } from '../../client/request'
import { applyConversation, holdConversation } from '../live/conversation-store'

// Passing through with j/k must not mark everything on the way as read.
const dwellMs = 300

/** Marks as read what a person has really had in front of them: at the bottom, page visible and focused. */
export function useMarkRead(conversation: Conversation, lastPosition: number, atBottom: boolean) {
  const looking = useLooking()
  const failedAt = useRef(-1)
  const { id, unreadCount, readPosition } = conversation
  const due = looking && atBottom && unreadCount > 0 && lastPosition > readPosition

  useEffect(() => {
    if (!due || failedAt.current === lastPosition) return
    const timer = setTimeout(() => {
      const path = `/api/v1/messaging/conversations/${encodeURIComponent(id)}/read`
      const letGo = holdConversation(id, (now) =>
        (now.lastMessage?.position ?? 0) <= lastPosition
          ? { ...now, unreadCount: 0, readPosition: Math.max(now.readPosition, lastPosition) }
          : now,
      )
      request<Conversation>('POST', path, { position: lastPosition }).then(
        (answer) => {
          applyConversation(answer)
          letGo()
        },
        (error: unknown) => {
          // The badge stays cleared here; the next message or a reload brings the truth back.
          failedAt.current = lastPosition
          console.warn('The conversation could not be marked as read.', error)
        },
      )
    }, dwellMs)
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
