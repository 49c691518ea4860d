'use client'
import { Check, Clock, Mail, Star, Tag, Undo2, UserPlus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, type ComponentProps } from 'react'
import { useAnnouncement } from '../../components/ui/announcer'
import { IconButton } from '../../components/ui/button'
import { focusHeading } from '../../components/ui/focus-again'
import { Tooltip } from '../../components/ui/tooltip'
import type { ActionId } from '../actions/registry'
import { useKeysOf } from '../actions/use-actions'
import { useFocusWish } from '../conversations/open-conversation'
import { useSelection } from '../conversations/selection'
import { conversationsOf } from '../live/use-conversations'
import { usePicking } from './picking'
import { useSnoozing } from './snoozing'
import { useTriage } from './use-triage'

const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const

/** How many are selected, and what can be done with all of them at once. */
export function BulkBar() {
  const t = useTranslations('triage')
  const { ids: selected, anchor, clear } = useSelection()
  const triage = useTriage()
  const askWhen = useSnoozing((snoozing) => snoozing.ask)
  const pick = usePicking((picking) => picking.ask)
  const ids = [...selected]
  const items = conversationsOf(ids)
  const says = t('selected', { count: ids.length })
  // The bar comes with its words in it, of which a live region of its own would say nothing.
  useEffect(() => useAnnouncement.getState().announce(says), [says])
  const isDone = items.every(({ state }) => state === 'done')
  const isStarred = items.every(({ starred }) => starred)
  return (
    <div
      role="group"
      aria-label={t('selection')}
      data-testid="bulk-bar"
      className="absolute inset-x-2 bottom-2 z-10 flex flex-wrap items-center justify-end gap-x-0.5 rounded-card bg-brand py-1.5 ps-3 pe-1.5 text-brand-ink shadow-pop"
    >
      <p className="min-w-24 flex-1 truncate py-1 font-medium tabular-nums max-md:basis-full">{says}</p>
      {/* Below the words as a whole, where they don’t fit beside them. */}
      <div className="-ms-1.5 flex justify-end gap-0.5 max-md:grid max-md:basis-full max-md:grid-cols-7 max-md:gap-0">
        <Act
          does="done"
          label={isDone ? t('reopen') : t('done')}
          onClick={() => triage.doneOrBack(ids, isDone)}
        >
          {isDone ? <Undo2 {...icon} className="rtl:-scale-x-100" /> : <Check {...icon} />}
        </Act>
        <Act does="snooze" label={t('snooze')} onClick={(event) => askWhen(ids, event.currentTarget)}>
          <Clock {...icon} />
        </Act>
        <Act does="star" label={isStarred ? t('unstar') : t('star')} onClick={() => triage.star(ids)}>
          <Star {...icon} />
        </Act>
        <Act does="label" label={t('label')} onClick={(event) => pick('labels', ids, event.currentTarget)}>
          <Tag {...icon} />
        </Act>
        <Act
          does="assign"
          label={t('assign')}
          onClick={(event) => pick('assignee', ids, event.currentTarget)}
        >
          <UserPlus {...icon} />
        </Act>
        <Act does="unread" label={t('unread')} onClick={() => triage.unread(ids)}>
          <Mail {...icon} />
        </Act>
        <Act
          does="close"
          label={t('clear')}
          onClick={() => {
            clear()
            // The button goes away with the bar.
            if (anchor) useFocusWish.getState().ask({ id: anchor, focus: 'row' })
            else focusHeading()
          }}
        >
          <X {...icon} />
        </Act>
      </div>
    </div>
  )
}

function Act({ does, label, ...props }: ComponentProps<'button'> & { does: ActionId; label: string }) {
  const keys = useKeysOf(does)
  return (
    <Tooltip text={label} keys={keys?.shown} side="top">
      <IconButton
        label={label}
        aria-keyshortcuts={keys?.aria}
        className="text-inherit hover:bg-current/15 hover:text-inherit max-md:w-full"
        {...props}
      />
    </Tooltip>
  )
}
