'use client'
import { Info } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { IconButton } from '../../components/ui/button'
import { cx } from '../../components/ui/cx'
import { useFetched } from '../../components/ui/use-fetched'

/** A message that Twilio knows of, or is to know, and where it is drawn. */
interface Pointed {
  id: string
  isOut: boolean
  bubble: HTMLElement
}

const loadLedger = () => import('./ledger-dialog').then((module) => module.LedgerDialog)

/** What can be asked about a message that a mouse, a finger or the keyboard is at. One for the whole thread, so that a message costs no more for it. */
export function MessageTools() {
  const t = useTranslations('ledger')
  const pointed = usePointed()
  const [asked, setAsked] = useState<string | null>(null)
  const [LedgerDialog, fetchDialog] = useFetched(loadLedger)
  return (
    <>
      {pointed
        ? createPortal(
            <IconButton
              label={t('open')}
              data-testid="open-ledger"
              className={cx('absolute top-0', pointed.isOut ? 'end-full me-0.5' : 'start-full ms-0.5')}
              onPointerEnter={() => void fetchDialog()}
              onClick={() => {
                setAsked(pointed.id)
                // Where it cannot be fetched nothing opens, and the next press tries again.
                void fetchDialog()
              }}
            >
              <Info size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>,
            pointed.bubble,
            pointed.id,
          )
        : null}
      {asked && LedgerDialog ? (
        <LedgerDialog key={asked} messageId={asked} onClose={() => setAsked(null)} />
      ) : null}
    </>
  )
}

/** The message that is pointed at; a finger points by a tap, since it rests on one with every scroll. */
function usePointed(): Pointed | null {
  const [pointed, setPointed] = useState<Pointed | null>(null)
  useEffect(() => {
    const point = ({ target }: Event) => {
      // What is asked about a message lies over it, and leads back to it.
      if (!(target instanceof Element) || target.closest('[role="dialog"]')) return
      const next = messageAt(target)
      setPointed((last) => (last?.bubble === next?.bubble ? last : next))
    }
    const hover = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') point(event)
    }
    document.addEventListener('pointerover', hover)
    document.addEventListener('focusin', point)
    document.addEventListener('click', point)
    return () => {
      document.removeEventListener('pointerover', hover)
      document.removeEventListener('focusin', point)
      document.removeEventListener('click', point)
    }
  }, [])
  return pointed
}

/** What has no id is not stored yet, and notes have no direction: they never go to Twilio. */
function messageAt(target: Element): Pointed | null {
  const message = target.closest<HTMLElement>('[data-message-id][data-direction]')
  const bubble = message?.querySelector<HTMLElement>(':scope > div')
  const { messageId, direction } = message?.dataset ?? {}
  return bubble && messageId ? { id: messageId, isOut: direction === 'outbound', bubble } : null
}
