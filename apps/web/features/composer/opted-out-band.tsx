'use client'
import type { Contact } from '@cloudpa/contracts/conversations'
import { BellOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNow } from '../../client/use-now'
import { Button } from '../../components/ui/button'
import { firstNameOf } from '../contacts/first-name'
import { useFocusWish } from '../conversations/open-conversation'
import { isolated } from '../words/isolated'
import { useTimes } from '../words/use-times'

interface Props {
  contact: Contact
  conversationId: string
}

/** Says over the composer who asked not to be written to, until the member means to all the same. Nothing is held back. */
export function OptedOutBand({ contact, conversationId }: Props) {
  const t = useTranslations('contacts')
  const now = useNow()
  const { dateLabel } = useTimes()
  const { optedOutAt } = contact
  const warning = `${conversationId} ${optedOutAt}`
  const [seen, setSeen] = useState<string | null>(null)
  if (!optedOutAt || seen === warning) return null
  return (
    <div
      role="status"
      data-testid="opted-out"
      className="m-0.5 flex min-h-9 flex-wrap items-center gap-x-2 rounded-t-[inherit] bg-inset px-4 py-1 text-small text-ink-2"
    >
      <BellOff size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
      <span className="min-w-0 flex-1 basis-40">
        {t.rich('optedOutBand', {
          name: firstNameOf(contact),
          day: dateLabel(optedOutAt, now),
          ...isolated,
        })}
      </span>
      <Button
        look="ghost"
        className="text-inherit"
        onClick={() => {
          setSeen(warning)
          // The button goes away under the focus it was given.
          useFocusWish.getState().ask({ id: conversationId, focus: 'composer', onPurpose: true })
        }}
      >
        {t('writeAnyway')}
      </Button>
    </div>
  )
}
