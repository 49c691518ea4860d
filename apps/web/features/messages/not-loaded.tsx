'use client'
import { ImageOff } from 'lucide-react'
import { useTranslations } from 'next-intl'

/** What stands where an image could not be had, inside the button that has it asked for again. */
export function NotLoaded() {
  const t = useTranslations('messages.file')
  const common = useTranslations('common')
  return (
    <span
      data-testid="not-loaded"
      className="grid size-full place-content-center justify-items-center gap-1 p-1 text-center text-small"
    >
      <ImageOff size={22} strokeWidth={1.75} aria-hidden />
      <span>{t('notLoaded')}</span>
      <span className="font-medium underline underline-offset-2">{common('tryAgain')}</span>
    </span>
  )
}
