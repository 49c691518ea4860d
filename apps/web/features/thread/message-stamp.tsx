'use client'
import type { MessageStatus } from '@cloudpa/contracts/messages'
import { useTranslations } from 'next-intl'
import { cx } from '../../components/ui/cx'
import { useItem } from '../live/use-thread'
import { isOutbound, Tick } from '../messages/tick'
import type { Times } from '../words/use-times'
import type { Entry } from './thread-entries'
import { statusOfAll, useParts } from './use-parts'

interface Props {
  at: string
  /** How the reader writes times. */
  times: Times
  status: MessageStatus
  /** Whether they are seen: a screen reader hears both with every message. */
  time: boolean
  tick: boolean
  /** Whether it stands under what was said instead of at the end of its last line. */
  under: boolean
}

/** When it was said and how far it got, on the last line's baseline, or under it where there is no room. */
export function MessageStamp({ at, times, status, time, tick, under }: Props) {
  const isOwn = isOutbound(status)
  const said = (
    <time dir="auto" dateTime={at} className={time ? undefined : 'sr-only'}>
      {times.clockTime(at)}
    </time>
  )
  // Most of what a run says: nothing to be seen, and no box around it.
  if (!time && !tick)
    return isOwn ? (
      <>
        {said}
        <Said status={status} />
      </>
    ) : (
      said
    )
  return (
    <span
      className={cx(
        'flex items-center gap-0.75 text-meta text-ink-2 tabular-nums select-none',
        // Moved by margins, since a thread has hundreds of them, and each placed box is a layer of its own.
        under ? isOwn && 'justify-end' : 'float-end ms-3 mt-px -mb-px h-(--t-msg-lh) leading-(--t-msg-lh)',
      )}
    >
      {said}
      {isOwn && tick ? <Tick status={status} /> : null}
      {isOwn && !tick ? <Said status={status} /> : null}
    </span>
  )
}

type OwnProps = Omit<Props, 'tick'> & {
  /** What ends its run: where that got as far, how far is said there alone. */
  end: Entry
}

/** The same of a message of ours, which stands in a run of several. */
export function OwnStamp({ end, ...props }: OwnProps) {
  const ending = useItem(end.message)
  const parts = useParts(end)
  const tick = props.time || props.status !== statusOfAll(end, ending, parts)
  return <MessageStamp {...props} tick={tick} />
}

function Said({ status }: { status: Exclude<MessageStatus, 'received'> }) {
  const t = useTranslations('messages')
  return <span className="sr-only">{t(status)}</span>
}
