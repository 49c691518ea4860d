'use client'
import type { MessageStatus } from '@cloudpa/contracts/messages'
import { useTranslations } from 'next-intl'
import { cx } from '../../components/ui/cx'
import { isOutbound, Tick } from '../messages/tick'
import { useTimes } from '../words/use-times'

interface Props {
  at: string
  status: MessageStatus
  /** Whether they are seen: a screen reader hears both with every message. */
  time: boolean
  tick: boolean
  /** Whether it stands under what was said instead of at the end of its last line. */
  under: boolean
}

/** When it was said and how far it got, on the last line's baseline, or under it where there is no room. */
export function MessageStamp({ at, status, time, tick, under }: Props) {
  const t = useTranslations('messages')
  const { clockTime } = useTimes()
  return (
    <span
      className={
        time || tick
          ? cx(
              'relative flex items-center gap-0.75 text-meta text-ink-2 tabular-nums select-none',
              under ? 'justify-end' : 'top-px float-end ms-3 h-(--t-msg-lh) leading-(--t-msg-lh)',
            )
          : 'sr-only'
      }
    >
      <time dir="auto" dateTime={at} className={time ? undefined : 'sr-only'}>
        {clockTime(at)}
      </time>
      {isOutbound(status) && tick ? <Tick status={status} /> : null}
      {isOutbound(status) && !tick ? <span className="sr-only">{t(status)}</span> : null}
    </span>
  )
}
