'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { Check, Clock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useNow } from '../../client/use-now'
import { Button } from '../../components/ui/button'
import { handOverFocus } from '../../components/ui/focus-again'
import { firstNameOf } from '../contacts/first-name'
import { useOtherActor } from '../conversations/use-other-actor'
import { useTriage } from '../triage/use-triage'
import { useTimes } from '../words/use-times'

/**
 * Says that the open conversation is done or snoozed, by whom where that was somebody else, and the way back. It is there
 * before it says anything, so that somebody who listens hears of what a colleague does meanwhile.
 */
export function PutAwayBar({ conversation }: { conversation: Conversation }) {
  const { state } = conversation
  return (
    <div role="status">
      {state === 'done' || state === 'snoozed' ? <Bar conversation={conversation} /> : null}
    </div>
  )
}

function Bar({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('triage')
  const says = useSays(conversation)
  const { reopen } = useTriage()
  const Icon = conversation.state === 'snoozed' ? Clock : Check
  return (
    <div
      ref={handOverFocus}
      data-testid="put-away-bar"
      className="flex min-h-11 flex-wrap items-center gap-x-3 border-b border-line bg-panel ps-3 pe-2 text-small text-ink-2 md:ps-4"
    >
      <p className="flex min-w-0 flex-1 items-center gap-2 py-1.5">
        <Icon size={14} strokeWidth={2} aria-hidden className="shrink-0" />
        {says}
      </p>
      <Button look="ghost" onClick={() => reopen([conversation.id])}>
        {t('reopen')}
      </Button>
    </div>
  )
}

function useSays(conversation: Conversation): string {
  const t = useTranslations('triage')
  const row = useTranslations('conversations')
  const { comingTime } = useTimes()
  const now = useNow()
  const by = useOtherActor(conversation)?.name
  const { state, snoozedUntil, contact } = conversation
  if (state === 'done') return by ? t('byDone', { by }) : row('done')
  if (snoozedUntil === null) {
    const name = firstNameOf(contact)
    return by ? t('bySnoozeWrites', { by, name }) : t('snoozedWrites', { name })
  }
  const when = comingTime(snoozedUntil, now)
  return by ? t('bySnooze', { by, when }) : t('snoozedUntil', { when })
}
