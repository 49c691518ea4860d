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
 * @param box what holds them; it takes the focus of a message that is not drawn any more
 */
export function useRoving(keys: string[], box: RefObject<HTMLElement | null>) {
  const [chosen, setChosen] = useState<string | null>(null)
  const holdsFocus = useRef(false)
  const current = chosen !== null && keys.includes(chosen) ? chosen : (keys.at(-1) ?? null)

  useLayoutEffect(() => {
    if (!holdsFocus.current || document.activeElement !== document.body) return
    box.current?.focus({ preventScroll: true })
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
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-anchor]')]
    const next = all[step(all.indexOf(message), all.length - 1)]
    next?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: 'nearest' })
  }
  return { current, onFocus, onBlur, onKeyDown }
}

function messageOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-anchor]') : null
}
