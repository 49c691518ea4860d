'use client'
import { useTranslations } from 'next-intl'
import { AlertDialog } from 'radix-ui'
import { useRef, type ReactNode, type RefObject } from 'react'
import { Button } from './button'
import { cx } from './cx'
import { focusHeading } from './focus-again'
import { card, sheet } from './sheet'

interface Props {
  /** What opens the question; without one `open` does. */
  trigger?: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** Where the focus goes after Cancel, if not to the trigger: the item of a menu is gone by then. */
  returnTo?: RefObject<HTMLElement | null>
  title: string
  description: ReactNode
  /** What will happen, as a verb: "Remove number". */
  action: string
  onConfirm: () => void
}

/** Asks before something that can't be taken back; Cancel has the focus. */
export function Confirm({ trigger, open, onOpenChange, returnTo, ...props }: Props) {
  const { title, description, action, onConfirm } = props
  const t = useTranslations('common')
  const confirmed = useRef(false)
  return (
    <AlertDialog.Root
      {...(open === undefined ? {} : { open })}
      onOpenChange={(next) => {
        if (next) confirmed.current = false
        onOpenChange?.(next)
      }}
    >
      {trigger ? <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger> : null}
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <AlertDialog.Content
          onCloseAutoFocus={(event) => {
            // What is confirmed is mostly a removal, and the trigger goes with what it removes.
            if (!confirmed.current && !returnTo) return
            event.preventDefault()
            if (confirmed.current) focusHeading()
            else returnTo?.current?.focus()
          }}
          className={cx(sheet, card, 'md:w-[min(26rem,calc(100vw-2rem))]')}
        >
          <AlertDialog.Title className="text-title font-semibold text-balance">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-ink-2">{description}</AlertDialog.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-2 max-md:*:flex-1">
            <AlertDialog.Cancel asChild>
              <Button look="outline">{t('cancel')}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button
                look="danger"
                onClick={() => {
                  confirmed.current = true
                  onConfirm()
                }}
              >
                {action}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
