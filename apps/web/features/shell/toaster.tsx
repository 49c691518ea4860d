'use client'
import { useLocale } from 'next-intl'
import { useTheme } from 'next-themes'
import { Toaster as Sonner } from 'sonner'
import { directionOf } from '../words/locales'

export function Toaster() {
  const { resolvedTheme } = useTheme()
  const dir = directionOf(useLocale())
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      dir={dir}
      // The corner below the list, whichever side that is on.
      position={dir === 'rtl' ? 'bottom-right' : 'bottom-left'}
      duration={8_000}
      mobileOffset={{ bottom: 'calc(var(--bar) + 1rem + env(safe-area-inset-bottom))' }}
      toastOptions={{
        classNames: {
          toast: '!rounded-card !border-0 !bg-brand !text-brand-ink !shadow-pop !font-sans !text-ui',
        },
      }}
    />
  )
}
