'use client'
import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { isolate } from '../words/isolated'

/** Over the list, while Twilio lets a number of the org's send nothing: once, and not at every message that waits. */
export function AlarmBar() {
  const t = useTranslations('inbox')
  const shutOut = useChatAccounts().data?.items.find(({ active, alarm }) => active && alarm)
  return (
    <div role="status" className="empty:hidden">
      {shutOut ? (
        <p
          data-testid="alarm-bar"
          className="flex flex-wrap items-center gap-x-2 border-b border-line bg-danger-soft px-4 py-1 text-small text-danger"
        >
          <TriangleAlert size={16} strokeWidth={2} aria-hidden className="shrink-0" />
          <span className="min-w-0 flex-1 py-1">{t('alarm', { number: isolate(shutOut.formatted) })}</span>
          <Link
            href="/settings/numbers"
            className="inline-flex min-h-7 items-center font-medium underline underline-offset-3 pointer-coarse:min-h-11"
          >
            {t('alarmMend')}
          </Link>
        </p>
      ) : null}
    </div>
  )
}
