'use client'
import { Check, CircleAlert } from 'lucide-react'
import { useLocale } from 'next-intl'
import { useTheme } from 'next-themes'
import { useEffect } from 'react'
import { Toaster as Sonner } from 'sonner'
import { readyToasts, toastMs } from '../../client/toast'
import { cx } from '../../components/ui/cx'
import { useMedia, wide } from '../../components/ui/use-media'
import { useIsAnyOpen } from '../conversations/open-conversation'
import { useSelection } from '../conversations/selection'
import { directionOf } from '../words/locales'

// Beside the rail or above the tabs, never on them. Below 600 px the library has offsets of its own.
const offset = { bottom: 'var(--toast-bottom)', left: 'var(--toast-start)', right: 'var(--toast-start)' }
const icon = { size: 16, strokeWidth: 2, 'aria-hidden': true } as const

export function Toaster() {
  const { resolvedTheme } = useTheme()
  const dir = directionOf(useLocale())
  const isSelecting = useSelection(({ ids }) => ids.size > 0)
  const isWide = useMedia(wide)
  const isAnyOpen = useIsAnyOpen()
  useEffect(() => void readyToasts(), [])
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      dir={dir}
      // The corner below the list, whichever side that is on.
      position={dir === 'rtl' ? 'bottom-right' : 'bottom-left'}
      duration={toastMs}
      visibleToasts={1}
      offset={offset}
      mobileOffset={offset}
      className={cx(
        '[--toast-bottom:calc(var(--bar)+var(--toast-over)+1rem+env(safe-area-inset-bottom))] [--toast-start:1rem] lg:[--toast-bottom:calc(var(--toast-over)+1rem+env(safe-area-inset-bottom))] lg:[--toast-start:calc(var(--rail)+1rem)]',
        // Above the bar of what is selected, which stands in the same corner; on a phone a conversation covers it.
        isSelecting && (isWide || !isAnyOpen)
          ? '[--toast-over:calc(var(--tap)+2.5rem)]'
          : '[--toast-over:0px]',
      )}
      icons={{ success: <Check {...icon} />, error: <CircleAlert {...icon} /> }}
      toastOptions={{
        // Under a finger the way back is as high as any button.
        classNames: {
          actionButton:
            '!ms-auto !-my-1.5 !-me-2 !h-(--tap) !rounded-ctl !bg-transparent !px-2.5 !text-ui !font-medium !text-inherit hover:!bg-current/15',
          toast:
            '!w-max !max-w-[min(28rem,calc(100vw-2rem))] !rounded-card !border-0 !px-4 !py-3 !font-sans !text-ui !shadow-pop',
          default: '!bg-brand !text-brand-ink',
          success: '!bg-brand !text-brand-ink',
          error: '!bg-danger-fill !text-danger-ink',
        },
      }}
    />
  )
}
