'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog as Radix } from 'radix-ui'
import { useRef, type ReactNode } from 'react'
import { IconButton } from './button'
import { focusAgain } from './focus-again'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  children: ReactNode
}

/** A centred card; on phones it rises from the bottom edge. */
export function Dialog({ open, onOpenChange, title, description, children }: Props) {
  const t = useTranslations('common')
  // Opened by state and not by a Trigger, so Radix doesn't know where the keyboard came from.
  const cameFrom = useRef<Element>(null)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          onOpenAutoFocus={(event) => {
            cameFrom.current = document.activeElement
            const field = (event.currentTarget as Element | null)?.querySelector<HTMLElement>('input,select')
            if (!field) return
            event.preventDefault()
            field.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            focusAgain(cameFrom.current)
          }}
          className="fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] animate-sheet overflow-y-auto rounded-t-sheet bg-pop p-5 pb-[max(1.25rem,env(safe-area-inset-bottom))] shadow-sheet focus:outline-none md:inset-0 md:m-auto md:h-fit md:w-[min(30rem,calc(100vw-2rem))] md:animate-pop md:rounded-card md:p-6 md:shadow-pop"
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header className="mb-4 flex items-start gap-3">
            <div className="grid flex-1 gap-1">
              <Radix.Title dir="auto" className="min-w-0 text-title font-semibold break-words">
                {title}
              </Radix.Title>
              {description ? (
                <Radix.Description className="text-ink-2">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <IconButton label={t('close')} className="-me-2 -mt-1.5">
                <X size={18} strokeWidth={1.75} />
              </IconButton>
            </Radix.Close>
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
