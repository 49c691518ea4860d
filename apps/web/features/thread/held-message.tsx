'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Key } from '../../components/ui/keys'
import { useKeysOf } from '../actions/use-actions'
import { takeBackAndWrite } from '../composer/take-back'
import { heldMs } from '../sending/hold'
import type { Unsent } from '../sending/unsent'
import { Action } from './message-action'
import { Under } from './under'

/** How often what is left is looked at: often enough for no second to be left out. */
const lookMs = 250

/** How long a message still waits, and the way back. Nothing once it goes out. */
export function HeldMessage({ item, current }: { item: Unsent; current: boolean }) {
  const t = useTranslations('thread')
  const undoKey = useKeysOf('undo')?.shown[0]
  const leftMs = useHeldMs(item)
  if (leftMs === 0) return null
  return (
    <Under>
      <HoldRing item={item} />
      <span data-testid="held" className="tabular-nums">
        {t('sendingIn', { seconds: Math.ceil(leftMs / 1000) })}
      </span>
      <Action current={current} testId="take-back" onClick={() => takeBackAndWrite(item)}>
        <span className="inline-flex items-center gap-2">
          {t('undo')}
          {undoKey ? (
            <span aria-hidden className="pointer-coarse:hidden">
              <Key>{undoKey}</Key>
            </span>
          ) : null}
        </span>
      </Action>
    </Under>
  )
}

function useHeldMs(item: Unsent): number {
  const [leftMs, setLeft] = useState(() => heldMs(item, Date.now()))
  useEffect(() => {
    const timer = setInterval(() => setLeft(heldMs(item, Date.now())), lookMs)
    return () => clearInterval(timer)
  }, [item])
  return leftMs
}

/** Closes while the message waits. With reduced motion the seconds alone say it. */
function HoldRing({ item: { at, heldUntil = 0 } }: { item: Unsent }) {
  const from = Date.parse(at)
  const [passed] = useState(() => Date.now() - from)
  return (
    <svg
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.5"
      aria-hidden
      className="size-5 shrink-0 -rotate-90 motion-reduce:hidden rtl:-scale-y-100"
    >
      <circle cx="10" cy="10" r="8" opacity=".25" />
      <circle
        cx="10"
        cy="10"
        r="8"
        pathLength="100"
        strokeDasharray="100"
        className="animate-close"
        style={{ animationDuration: `${heldUntil - from}ms`, animationDelay: `${-passed}ms` }}
      />
    </svg>
  )
}
