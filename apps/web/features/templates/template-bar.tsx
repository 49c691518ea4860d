'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { LayoutTemplate } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { Button } from '../../components/ui/button'
import { doAction } from '../actions/registry'
import { firstNameOf } from '../contacts/first-name'
import { openIdOf, useAnsweredWish, useFocusWish } from '../conversations/open-conversation'
import type { Window } from '../window/window-time'

/** Stands where the composer was: says why, and what can be sent instead. */
export function TemplateBar({ conversation, window }: { conversation: Conversation; window: Window }) {
  const t = useTranslations('window')
  const { id } = conversation
  const name = firstNameOf(conversation.contact)
  const wrote = !window.open && window.everOpen
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // This replaces the composer, so keep the focus of somebody who was typing there.
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true })
  }, [])
  const isLeaving = useRef(false)
  // Left alone, the composer would answer it when they write, wherever one is by then.
  useAnsweredWish(id, 'composer', ({ onPurpose }) => {
    if (isLeaving.current) return
    useFocusWish.getState().ask(null)
    if (onPurpose) box.current?.focus({ preventScroll: true })
  })
  useLayoutEffect(
    () => () => {
      isLeaving.current = true
      // The composer is back, and whoever waited here writes on.
      if (!box.current?.contains(document.activeElement) || openIdOf(location.pathname) !== id) return
      useFocusWish.getState().ask({ id, focus: 'composer' })
    },
    [id],
  )
  return (
    <div
      ref={box}
      tabIndex={-1}
      data-testid="window-closed"
      className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3 outline-none"
    >
      <div role="status" className="min-w-0 flex-1 basis-60">
        <p className="font-semibold">{wrote ? t('templatesOnly') : t('neverWrote', { name })}</p>
        <p className="mt-0.5 text-small text-ink-2">
          {wrote ? t('whenTheyWrite', { name }) : t('templatesFirst', { name })}
        </p>
      </div>
      <Button
        look="primary"
        aria-haspopup="dialog"
        data-testid="choose-template"
        onClick={() => doAction('template')}
        className="max-md:min-h-11 max-md:w-full"
      >
        <LayoutTemplate size={18} strokeWidth={1.75} aria-hidden />
        {t('chooseTemplate')}
      </Button>
    </div>
  )
}
