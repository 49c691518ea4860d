'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog as Radix } from 'radix-ui'
import { useRef, type ComponentProps, type ReactNode } from 'react'
import { IconButton } from './button'
import { cx } from './cx'
import { focusAgain } from './focus-again'
import { card, sheet } from './sheet'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  /** At the edge of the screen where its text ends, and as high, instead of in the middle. */
  side?: boolean
  /** Of two panes; on a phone it is as high as the screen lets it be. */
  wide?: boolean
  /** None of its fields has the keyboard first, which on a phone would cover what is to be read. */
  rests?: boolean
  children: ReactNode
}

/** A centred card; on phones it rises from the bottom edge. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  side,
  wide,
  rests = false,
  children,
}: Props) {
  const t = useTranslations('common')
  // Opened by state and not by a Trigger, so Radix doesn't know where the keyboard came from.
  const cameFrom = useRef<Element>(null)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        {/* What stands at the side leaves the rest readable. */}
        <Radix.Overlay
          className={cx('fixed inset-0 z-40 animate-fade bg-scrim', side && 'md:bg-transparent')}
        />
        <Radix.Content
          onOpenAutoFocus={(event) => {
            cameFrom.current = document.activeElement
            event.preventDefault()
            const sheet = event.currentTarget as HTMLElement
            // Without a field that it is about it has the keyboard itself: a ring around its way out would be the loudest thing.
            const field = rests
              ? null
              : sheet.querySelector<HTMLElement>('input:not([data-beside]),select,textarea')
            ;(field ?? sheet).focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            // Where it went away with what opened it, the keyboard may have gone on.
            if (document.activeElement === document.body) focusAgain(cameFrom.current)
          }}
          // It hears the key before the field does that means something of its own by it.
          onEscapeKeyDown={(event) => {
            if (event.target instanceof Element && event.target.closest('[data-own-escape]')) {
              event.preventDefault()
            }
          }}
          className={cx(
            sheet,
            side
              ? 'md:inset-y-0 md:start-auto md:max-h-none md:w-90 md:animate-fade md:rounded-none'
              : [
                  card,
                  wide
                    ? 'max-md:h-[92dvh] md:max-h-[92dvh] md:w-[min(56rem,calc(100vw-2rem))]'
                    : 'md:w-[min(30rem,calc(100vw-2rem))]',
                ],
          )}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header className="mb-4 flex items-start gap-3">
            <div className="grid flex-1 gap-1">
              <Radix.Title className="min-w-0 text-title font-semibold break-words outline-none">
                <bdi>{title}</bdi>
              </Radix.Title>
              {description ? (
                <Radix.Description className="text-ink-2">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <IconButton label={t('close')} className="-me-2 -my-[calc((var(--tap)-var(--t-title-lh))/2)]">
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

/** The buttons a dialog ends with; they stay in sight while the rest of it scrolls. */
export function DialogFoot({ className, ...props }: ComponentProps<'footer'>) {
  return (
    <footer
      className={cx(
        'sticky bottom-[calc(-1*max(1.25rem,env(safe-area-inset-bottom)))] -mx-5 -mb-[max(1.25rem,env(safe-area-inset-bottom))] flex justify-end gap-2 bg-pop px-5 pt-3 pb-[max(1.25rem,env(safe-area-inset-bottom))] max-md:*:flex-1 md:-bottom-6 md:-mx-6 md:-mb-6 md:px-6 md:pb-6',
        className,
      )}
      {...props}
    />
  )
}
