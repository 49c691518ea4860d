'use client'
import { useTheme } from 'next-themes'
import { Toaster as Sonner } from 'sonner'

export function Toaster() {
  const { resolvedTheme } = useTheme()
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-center"
      mobileOffset={{ bottom: 'calc(72px + env(safe-area-inset-bottom))' }}
      toastOptions={{
        classNames: {
          toast: '!rounded-card !border-line !bg-panel !text-ink !shadow-pop !font-sans',
          error: '!text-danger',
        },
      }}
    />
  )
}
