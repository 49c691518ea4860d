'use client'
import { useTranslations } from 'next-intl'
import { isolated } from '../words/isolated'
import { useTeammate } from './use-teammate'

/** That a colleague is about to answer, in a conversation's row: our words, in the direction of the page. */
export function Typist({ memberId }: { memberId: string }) {
  const t = useTranslations('presence')
  const name = useTeammate(memberId)?.first ?? t('someone')
  return (
    <span data-testid="typing" className="min-w-0 flex-1 truncate">
      {t.rich('typing', { name, ...isolated })}
    </span>
  )
}
