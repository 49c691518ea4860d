'use client'
import { useEffect, useRef } from 'react'
import { useJump } from '../live/jump'
import type { ThreadData } from '../live/use-thread'

const flashMs = 1_800

interface Options {
  conversationId: string
  thread: Pick<ThreadData, 'items' | 'goTo' | 'failed'>
  /** Whether all that is held is drawn. */
  isWhole: boolean
  /** Brings a message into the middle of the thread, or where it stood. */
  show: (message: HTMLElement, top?: number) => void
}

/** Goes to the message or note that was asked for, has it flash once, and gives it the keyboard. */
export function useJumpTo({ conversationId, thread, isWhole, show }: Options): void {
  const wish = useJump((state) => (state.wish?.conversationId === conversationId ? state.wish : null))
  const asked = useRef<typeof wish>(null)
  const { items, goTo, failed } = thread
  const id = wish?.messageId
  const isHeld = items.some((item) => item.id === id)
  useEffect(() => {
    if (!wish || (isHeld && !isWhole)) return
    if (!isHeld) {
      // What could not be had says so where the thread ends.
      if (asked.current === wish && failed.whole) useJump.getState().done()
      if (asked.current !== wish) void goTo(wish.messageId)
      asked.current = wish
      return
    }
    const found = document.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(wish.messageId)}"]`)
    if (!found) return
    useJump.getState().done()
    show(found, wish.top)
    if (wish.top !== undefined) return
    if (!wish.keepsFocus) found.focus({ preventScroll: true })
    flash(found)
  }, [wish, isHeld, isWhole, failed.whole, goTo, show])
}

function flash(message: HTMLElement) {
  message.dataset.flashes = ''
  const colour = getComputedStyle(message).getPropertyValue('--flash')
  const words = message.querySelector(':scope > .flow-root') ?? message
  const flashed = words.animate(
    [{ backgroundColor: colour }, { backgroundColor: colour, offset: 0.5 }, {}],
    flashMs,
  )
  flashed.onfinish = () => delete message.dataset.flashes
}
