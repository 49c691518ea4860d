'use client'
import { useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { useSyncExternalStore } from 'react'

const themes = ['light', 'dark', 'system'] as const
const never = () => () => undefined

/** Day, night or as the device has it: what there is to choose from, whichever control shows it. */
export function useThemeChoice() {
  const t = useTranslations('common')
  const { theme, setTheme } = useTheme()
  // The server cannot know the choice, so nothing is marked before the browser took over.
  const mounted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return {
    legend: t('theme'),
    options: themes.map((value) => ({ value, label: t(value) })),
    value: mounted ? (theme ?? 'system') : '',
    onChoose: setTheme,
  }
}
