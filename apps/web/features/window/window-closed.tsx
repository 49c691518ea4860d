'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { useTranslations } from 'next-intl'
import { firstNameOf } from '../contacts/first-name'
import type { Window } from './window-time'

/** Stands where the composer was, and says why. */
export function WindowClosed({ conversation, window }: { conversation: Conversation; window: Window }) {
  const t = useTranslations('window')
  const name = firstNameOf(conversation.contact)
  const wrote = !window.open && window.everOpen
  return (
    <div data-testid="window-closed" role="status" className="px-4 py-3">
      <p className="font-semibold">{wrote ? t('templatesOnly') : t('neverWrote', { name })}</p>
      <p className="mt-0.5 text-small text-ink-2">
        {wrote ? t('whenTheyWrite', { name }) : t('templatesFirst', { name })}
      </p>
    </div>
  )
}
