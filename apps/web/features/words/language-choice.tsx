'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { RadioCards } from '../../components/ui/radio-cards'
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
  const options = (Object.keys(languages) as (keyof typeof languages)[]).map((value) => ({
    value,
    label: languages[value],
    lang: value,
  }))
  return (
    <RadioCards
      legend={t('language')}
      options={options}
      value={locale}
      onChoose={choose}
      busy={isChanging}
      className="sm:grid-cols-2"
    />
  )
}
