'use client'
import { AtSign } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMentions } from './mentions'

/** In a conversation's row: a note in it names whoever is here. */
export function MentionMark({ id }: { id: string }) {
  const t = useTranslations('notes')
  const isNamed = useMentions(({ unseen }) => unseen.has(id))
  if (!isNamed) return null
  return (
    <span
      title={t('youAreNamed')}
      data-testid="mention-mark"
      className="inline-grid size-5 shrink-0 place-items-center rounded-full bg-note text-note-ink inset-ring inset-ring-note-line"
    >
      <AtSign size={13} strokeWidth={2.25} aria-hidden />
      <span className="sr-only">{t('youAreNamed')}</span>
    </span>
  )
}
