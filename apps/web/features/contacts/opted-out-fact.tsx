'use client'
import type { ContactDetail } from '@cloudpa/contracts/contacts'
import { Bell, BellOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useNow } from '../../client/use-now'
import { Button } from '../../components/ui/button'
import { useTimes } from '../words/use-times'
import type { useSaveContact } from './use-contact'

interface Props {
  contact: ContactDetail
  save: ReturnType<typeof useSaveContact>
}

/** Whether a contact may be written to unasked, for a member to note when it was said otherwise than by a message. */
export function OptedOutFact({ contact, save }: Props) {
  const t = useTranslations('contacts')
  const now = useNow()
  const { dateLabel } = useTimes()
  const { optedOutAt } = contact
  const Icon = optedOutAt ? Bell : BellOff
  return (
    <div className="grid justify-items-start gap-1">
      {optedOutAt ? <p className="text-ink-2">{t('optedOut', { day: dateLabel(optedOutAt, now) })}</p> : null}
      <Button
        look="ghost"
        data-testid="opt-out"
        className="-ms-3 text-ink-2"
        onClick={() => void save({ optedOut: !optedOutAt })}
      >
        <Icon size={16} strokeWidth={2} aria-hidden />
        {t(optedOutAt ? 'optIn' : 'optOut')}
      </Button>
    </div>
  )
}
