'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { firstNameOf } from '../contacts/first-name'
import type { Window } from './window-time'

/** Stands where the composer was, and says why. */
export function WindowClosed({ conversation, window }: { conversation: Conversation; window: Window }) {
  const t = useTranslations('window')
  const name = firstNameOf(conversation.contact)
  const wrote = !window.open && window.everOpen
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Whoever was writing where this stands now would be nowhere.
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div ref={box} tabIndex={-1} data-testid="window-closed" role="status" className="px-4 py-3 outline-none">
      <p className="font-semibold">{wrote ? t('templatesOnly') : t('neverWrote', { name })}</p>
      <p className="mt-0.5 text-small text-ink-2">
        {wrote ? t('whenTheyWrite', { name }) : t('templatesFirst', { name })}
      </p>
    </div>
  )
}
