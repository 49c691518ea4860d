'use client'
import { useLayoutEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type RefObject } from 'react'

const steps: Partial<Record<string, (at: number, last: number) => number>> = {
  ArrowUp: (at) => at - 1,
  ArrowDown: (at) => at + 1,
  Home: () => 0,
  End: (_, last) => last,
}

/**
 * One tab stop for all messages: Tab comes to the one that was focused last, else to the newest, and arrows go on.
 * @param keys the `data-anchor`s of the messages in reading order
 * @param box what holds them; the current one takes the focus of what is not drawn any more
 */
export function useRoving(keys: string[], box: RefObject<HTMLElement | null>) {
  const [chosen, setChosen] = useState<string | null>(null)
  const holdsFocus = useRef(false)
  const current = chosen !== null && keys.includes(chosen) ? chosen : (keys.at(-1) ?? null)

  useLayoutEffect(() => {
    if (!holdsFocus.current || document.activeElement !== document.body || !box.current) return
    const left = messagesIn(box.current).find(({ dataset }) => dataset.anchor === current)
    const heir = left ?? box.current
    heir.focus({ preventScroll: true })
  })

  const onFocus = (event: FocusEvent) => {
    holdsFocus.current = true
    const message = messageOf(event.target)
    if (message) setChosen(message.dataset.anchor ?? null)
  }
  const onBlur = () => {
    holdsFocus.current = false
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    const message = messageOf(event.target)
    if (!step || !message || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return
    event.preventDefault()
    const all = messagesIn(event.currentTarget)
    const next = all[step(all.indexOf(message), all.length - 1)]
    next?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: 'nearest' })
  }
  return { current, onFocus, onBlur, onKeyDown }
}

function messageOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-anchor]') : null
}

function messagesIn(box: Element): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>('[data-anchor]')]
}
