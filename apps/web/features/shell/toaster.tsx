'use client'
import { useTheme } from 'next-themes'
import { Toaster as Sonner } from 'sonner'

export function Toaster() {
  const { resolvedTheme } = useTheme()
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-left"
      mobileOffset={{ bottom: 'calc(var(--bar) + 1rem + env(safe-area-inset-bottom))' }}
      toastOptions={{
        classNames: {
          toast: '!rounded-card !border-0 !bg-brand !text-brand-ink !shadow-pop !font-sans !text-ui',
          error: '!bg-danger-fill !text-danger-ink',
        },
      }}
    />
  )
}
