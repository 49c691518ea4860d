'use client'
import { useEffect, useEffectEvent, useState, type RefObject } from 'react'
import { placeOfRow, rowOf } from '../conversations/row-element'
import { conversationsOf } from '../live/use-conversations'
import { useSnoozing } from './snoozing'
import { tomorrowAt } from './snooze-times'
import { maySwipe, swipeAt, type Swipe } from './swipe-at'
import { useTriage } from './use-triage'

const holdMs = 450
/** So far a finger trembles. */
const slackPx = 10

interface Touch {
  id: string
  x: number
  y: number
  width: number
  /** Whether it goes along the row: then the list does not scroll. */
  isSwipe: boolean
  hold: ReturnType<typeof setTimeout>
}

/**
 * A finger on a row: swiped towards its end it is done, towards its start snoozed until tomorrow, further it is asked until
 * when; held still, its menu opens, where both stand too.
 * @returns the row that is being swiped, and what letting go would do
 */
export function useSwipe(
  list: RefObject<HTMLElement | null>,
  onHold: (id: string, x: number, y: number) => void,
) {
  const [shown, setShown] = useState<(Swipe & { id: string }) | null>(null)
  const { doneOrBack, snooze } = useTriage()
  const hold = useEffectEvent(onHold)

  const show = useEffectEvent((touch: Touch, dx: number) => {
    const row = rowOf(touch.id)
    if (row) Object.assign(row.style, { transform: `translateX(${dx}px)`, backgroundColor: 'var(--panel)' })
    const swipe = swipeAt(dx, touch.width, isMirrored())
    if (swipe.does !== shown?.does || swipe.side !== shown.side) {
      // A tick in the hand, where there is a motor.
      if (swipe.does && 'vibrate' in navigator) navigator.vibrate(8)
      setShown({ ...swipe, id: touch.id })
    }
  })
  const letGo = useEffectEvent((touch: Touch, dx: number | null) => {
    const row = rowOf(touch.id)
    if (row) Object.assign(row.style, { transform: '', backgroundColor: '' })
    setShown(null)
    const does = dx === null ? null : swipeAt(dx, touch.width, isMirrored()).does
    if (does === 'done') doneOrBack([touch.id], conversationsOf([touch.id])[0]?.state === 'done')
    if (does === 'snooze') snooze([touch.id], tomorrowAt(Date.now()))
    if (does === 'ask') useSnoozing.getState().ask([touch.id], row)
  })

  useEffect(() => {
    const element = list.current
    return element ? listen(element, { show, letGo, hold }) : undefined
  }, [list])
  return shown
}

const isMirrored = () => document.documentElement.dir === 'rtl'

interface Does {
  show: (touch: Touch, dx: number) => void
  letGo: (touch: Touch, dx: number | null) => void
  hold: (id: string, x: number, y: number) => void
}

/** Hears fingers on an element's rows; returns how to stop. */
function listen(element: HTMLElement, does: Does): () => void {
  let touch: Touch | null = null
  const stop = new AbortController()
  const on = <Type extends 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel'>(
    type: Type,
    handler: (event: PointerEvent) => void,
  ) => element.addEventListener(type, handler, { signal: stop.signal })

  function end(dx: number | null) {
    if (!touch) return
    clearTimeout(touch.hold)
    if (touch.isSwipe) does.letGo(touch, dx)
    touch = null
  }
  on('pointerdown', ({ pointerType, isPrimary, target, clientX: x, clientY: y }) => {
    end(null)
    const place = target instanceof Element ? placeOfRow(target) : null
    if (pointerType !== 'touch' || !isPrimary || !place?.dataset.row) return
    if (!maySwipe(x, window.innerWidth)) return
    const id = place.dataset.row
    const hold = setTimeout(() => {
      end(null)
      swallowClick()
      does.hold(id, x, y)
    }, holdMs)
    touch = { id, x, y, width: place.clientWidth, isSwipe: false, hold }
  })
  on('pointermove', ({ clientX, clientY, pointerId, isPrimary }) => {
    if (!touch || !isPrimary) return
    const [dx, dy] = [clientX - touch.x, clientY - touch.y]
    if (!touch.isSwipe && Math.hypot(dx, dy) > slackPx) {
      clearTimeout(touch.hold)
      touch.isSwipe = Math.abs(dx) > Math.abs(dy)
      if (!touch.isSwipe) touch = null
      else element.setPointerCapture(pointerId)
    }
    if (touch?.isSwipe) does.show(touch, dx)
  })
  on('pointerup', ({ clientX, isPrimary }) => {
    if (!touch || !isPrimary) return
    if (touch.isSwipe) swallowClick()
    end(clientX - touch.x)
  })
  on('pointercancel', () => end(null))
  return () => {
    end(null)
    stop.abort()
  }
}

/** What follows from letting go is no press of what lies there. */
function swallowClick() {
  const swallow = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  window.addEventListener('click', swallow, { capture: true, once: true })
  // Without a click there is nothing to swallow, and the next one is meant.
  window.addEventListener(
    'pointerdown',
    () => window.removeEventListener('click', swallow, { capture: true }),
    {
      capture: true,
      once: true,
    },
  )
}
