'use client'
import { Check, Clock, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { createPortal } from 'react-dom'
import { useNow } from '../../client/use-now'
import { cx } from '../../components/ui/cx'
import { placeOfRow, rowOf } from '../conversations/row-element'
import { useConversation } from '../live/use-conversations'
import { useTimes } from '../words/use-times'
import { tomorrowAt } from './snooze-times'
import type { Swipe } from './swipe-at'

const icon = { size: 18, strokeWidth: 2, 'aria-hidden': true } as const

/** What lies under a row that is swiped: what it will do, from the first pixel on. */
export function SwipeUnder({ id, side, does }: Swipe & { id: string }) {
  const t = useTranslations('triage')
  const { clockTime } = useTimes()
  const now = useNow()
  const isDone = useConversation(id)?.state === 'done'
  const row = rowOf(id)
  const place = row && placeOfRow(row)
  if (!place) return null
  const DoneIcon = isDone ? Undo2 : Check
  return createPortal(
    <div
      aria-hidden
      data-testid="swipe-under"
      data-does={does}
      className={cx(
        'absolute inset-0 -z-10 flex items-center gap-2.5 rounded-ctl px-5 font-medium',
        side === 'start' ? 'bg-brand text-brand-ink' : 'justify-end bg-brand-soft text-ink',
        !does && 'opacity-70',
      )}
    >
      {side === 'start' ? (
        <>
          <DoneIcon {...icon} className={isDone ? 'rtl:-scale-x-100' : ''} />
          {isDone ? t('reopen') : t('done')}
        </>
      ) : (
        <>
          {does === 'ask' ? t('until') : `${t('tomorrow')} ${clockTime(tomorrowAt(now).toISOString())}`}
          <Clock {...icon} />
        </>
      )}
    </div>,
    place,
  )
}
