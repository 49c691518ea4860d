'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { cx } from '../../components/ui/cx'
import { languages, localeCookie, type Locale } from './locales'

const yearSeconds = 365 * 24 * 3600

/** The languages by their own names. The page goes on where it is, in other words. */
export function LanguageChoice() {
  const t = useTranslations('common')
  const locale = useLocale()
  const router = useRouter()
  const [isChanging, startChange] = useTransition()

  function choose(chosen: Locale) {
    const secure = window.location.protocol === 'https:' ? '; secure' : ''
    document.cookie = `${localeCookie}=${chosen}; path=/; max-age=${yearSeconds}; samesite=lax${secure}`
    startChange(() => router.refresh())
  }
  return (
    <fieldset aria-busy={isChanging}>
      <legend className="mb-3 font-medium">{t('language')}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {(Object.keys(languages) as (keyof typeof languages)[]).map((language) => (
          <label
            key={language}
            className={cx(
              'flex min-h-12 cursor-pointer items-center rounded-ctl border px-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
              locale === language ? 'border-transparent bg-sel' : 'border-control hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name="language"
              value={language}
              checked={locale === language}
              onChange={() => choose(language)}
              className="sr-only"
            />
            <bdi lang={language}>{languages[language]}</bdi>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
