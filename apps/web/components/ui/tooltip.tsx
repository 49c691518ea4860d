'use client'
import { Slot } from 'radix-ui'
import { useEffect, useId, useRef, useState, type FocusEvent, type PointerEvent, type ReactNode } from 'react'
import { useFetched } from './use-fetched'

/** How long a mouse rests on something before it is told what that is. */
const restMs = 400
/** Whoever goes on to the next within that time is told at once. */
const nextMs = 300

let lastShutAtMs = -Infinity

const fetchBubble = () => import('./tooltip-bubble').then(({ TooltipBubble }) => TooltipBubble)

interface Props {
  text: string
  /** The keys that do the same, as they are shown: `['E']`. */
  keys?: readonly string[] | undefined
  children: ReactNode
  side?: 'right' | 'bottom' | 'top'
}

/**
 * The words behind an icon, for those who see; the trigger carries its own accessible name. What lays them out is
 * fetched with the first one.
 */
export function Tooltip({ children, ...props }: Props) {
  const [Bubble, fetch] = useFetched(fetchBubble)
  const [open, setOpen] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const element = useRef<HTMLElement>(null)
  const id = useId()
  useEffect(() => () => clearTimeout(timer.current), [])

  function show(afterMs: number) {
    void fetch()
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(true), afterMs)
  }
  function shut() {
    clearTimeout(timer.current)
    if (open) lastShutAtMs = performance.now()
    setOpen(false)
  }
  return (
    <>
      <Slot.Root
        ref={element}
        aria-describedby={open && Bubble ? id : undefined}
        onPointerEnter={({ pointerType }: PointerEvent) => {
          if (pointerType !== 'touch') show(performance.now() - lastShutAtMs < nextMs ? 0 : restMs)
        }}
        // Once it is shown, one can go over to it: then Radix says when that was left.
        onPointerLeave={() => (open && Bubble ? undefined : shut())}
        onPointerDown={shut}
        onFocus={({ target }: FocusEvent) => (target.matches(':focus-visible') ? show(0) : undefined)}
        onBlur={shut}
      >
        {children}
      </Slot.Root>
      {open && Bubble ? (
        <Bubble id={id} element={element} onOpenChange={(next) => (next ? undefined : shut())} {...props} />
      ) : null}
    </>
  )
}
