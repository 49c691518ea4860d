'use client'
import { Check, Clock, Ellipsis, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useId, useState, type ComponentProps, type RefObject } from 'react'
import { createPortal } from 'react-dom'
import { IconButton } from '../../components/ui/button'
import { Tooltip } from '../../components/ui/tooltip'
import { holdsNow } from '../../components/ui/use-media'
import type { ActionId } from '../actions/registry'
import { useKeysOf } from '../actions/use-actions'
import { useConversation } from '../live/use-conversations'
import { placeOfRow, rowOf } from '../conversations/row-element'
import { ConversationItems } from './conversation-items'
import { useSnoozing } from './snoozing'
import { SwipeUnder } from './swipe-under'
import { useSwipe } from './use-swipe'
import { useTriage } from './use-triage'

interface Props {
  /** Around the list, whose rows may come and go. */
  list: RefObject<HTMLElement | null>
}

/** A row that something is about, and where on the screen. */
interface Asked {
  id: string
  x: number
  y: number
}

/**
 * What a pointer finds on the list's rows: three acts under a mouse, a menu by its other button or by holding, and on touch
 * the two likeliest by swiping. One for the whole list, so that a row costs no more for it.
 */
export function RowTools({ list }: Props) {
  const [hovered, setHovered] = useState(rowUnderMouse)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [isOpen, setOpen] = useState(false)
  const ask = (next: Asked) => {
    setAsked(next)
    setOpen(true)
  }
  const swipe = useSwipe(list, (id, x, y) => ask({ id, x, y }))

  const hover = useEffectEvent(({ pointerType, target }: PointerEvent) => {
    if (pointerType !== 'mouse' || !(target instanceof Element)) return
    setHovered(placeOfRow(target)?.dataset.row ?? null)
  })
  const askByMouse = useEffectEvent((event: MouseEvent) => {
    const id = event.target instanceof Element ? placeOfRow(event.target)?.dataset.row : undefined
    if (!id) return
    event.preventDefault()
    // By the keyboard's menu key it has no place of its own.
    const { left, bottom } = rowOf(id)?.getBoundingClientRect() ?? { left: 0, bottom: 0 }
    const byKey = event.clientX === 0 && event.clientY === 0
    ask(byKey ? { id, x: left, y: bottom } : { id, x: event.clientX, y: event.clientY })
  })
  useEffect(() => {
    const element = list.current
    if (!element) return
    const leave = () => setHovered(null)
    const onHover = (event: PointerEvent) => hover(event)
    const onAsk = (event: MouseEvent) => askByMouse(event)
    element.addEventListener('pointerover', onHover)
    element.addEventListener('pointerleave', leave)
    element.addEventListener('contextmenu', onAsk)
    return () => {
      element.removeEventListener('pointerover', onHover)
      element.removeEventListener('pointerleave', leave)
      element.removeEventListener('contextmenu', onAsk)
    }
  }, [list])

  const place = hovered ? placeOfRow(rowOf(hovered) ?? document.body) : null
  return (
    <>
      {hovered && place
        ? createPortal(<QuickActs id={hovered} onMore={ask} />, place, `acts ${hovered}`)
        : null}
      {swipe ? <SwipeUnder {...swipe} /> : null}
      {/* It stays when it is closed, so that it can give the keyboard back. */}
      {asked ? <AskedMenu asked={asked} isOpen={isOpen} onOpenChange={setOpen} /> : null}
    </>
  )
}

/** The mouse that this was fetched for is on a row by now. */
function rowUnderMouse(): string | null {
  if (!holdsNow('(hover: hover)')) return null
  return document.querySelector<HTMLElement>('[data-row]:hover')?.dataset.row ?? null
}

/** In the place of the time, as long as a mouse is over the row. Whoever has keys has them there. */
function QuickActs({ id, onMore }: { id: string; onMore: (asked: Asked) => void }) {
  const t = useTranslations('triage')
  const conversation = useConversation(id)
  const triage = useTriage()
  const askWhen = useSnoozing((snoozing) => snoozing.ask)
  if (!conversation) return null
  const isDone = conversation.state === 'done'
  const DoneIcon = isDone ? Undo2 : Check
  return (
    <div
      data-testid="quick-acts"
      className="absolute inset-y-0 end-2 my-auto flex h-9 items-center gap-0.5 rounded-ctl bg-pop p-0.5 shadow-pop"
    >
      <QuickAct
        does="done"
        label={isDone ? t('reopen') : t('done')}
        onClick={() => triage.doneOrBack([id], isDone)}
      >
        <DoneIcon size={18} strokeWidth={1.75} aria-hidden className={isDone ? 'rtl:-scale-x-100' : ''} />
      </QuickAct>
      <QuickAct does="snooze" label={t('snooze')} onClick={() => askWhen([id], focusedRow(id))}>
        <Clock size={18} strokeWidth={1.75} aria-hidden />
      </QuickAct>
      <QuickAct
        label={t('more', { name: conversation.contact.name })}
        aria-haspopup="menu"
        onClick={(button) => {
          const { left, bottom } = button.getBoundingClientRect()
          onMore({ id, x: left, y: bottom })
        }}
      >
        <Ellipsis size={18} strokeWidth={1.75} aria-hidden />
      </QuickAct>
    </div>
  )
}

/** The row, with the keyboard in it: the acts over it go away when the mouse does. */
function focusedRow(id: string): HTMLElement | null {
  const row = rowOf(id)
  row?.focus({ preventScroll: true })
  return row
}

interface QuickActProps extends Omit<ComponentProps<'button'>, 'onClick'> {
  does?: ActionId
  label: string
  onClick: (button: HTMLElement) => void
}

function QuickAct({ does, label, onClick, ...props }: QuickActProps) {
  const keys = useKeysOf(does ?? 'open')
  return (
    <Tooltip text={label} keys={does && keys?.shown} side="top">
      <IconButton
        tabIndex={-1}
        label={label}
        // The second click of two lies on the row that came up meanwhile.
        onClick={({ detail, currentTarget }) => (detail > 1 ? undefined : onClick(currentTarget))}
        {...props}
      />
    </Tooltip>
  )
}

interface AskedProps {
  asked: Asked
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/** The menu of a row, where it was asked for; then the keyboard is back in the row, or in the one that took its place. */
function AskedMenu({ asked: { id, x, y }, isOpen, onOpenChange }: AskedProps) {
  const t = useTranslations('triage')
  const menuId = useId()
  // Its place on the page is known only once that is drawn.
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null)
  const buttonId = `${menuId}anchor`
  return (
    <>
      <button
        ref={setAnchor}
        id={buttonId}
        type="button"
        tabIndex={-1}
        aria-hidden
        onFocus={() => (rowOf(id) ?? tabStop())?.focus({ preventScroll: true })}
        className="pointer-events-none fixed size-px opacity-0"
        style={{ insetBlockStart: y, left: x }}
      >
        {t('menu')}
      </button>
      {anchor ? (
        <ConversationItems
          id={id}
          menu={{
            id: menuId,
            buttonId,
            button: { current: anchor },
            open: isOpen,
            byKey: true,
            onOpenChange,
          }}
        />
      ) : null}
    </>
  )
}

const tabStop = () => document.querySelector<HTMLElement>('[data-conversation-id][tabindex="0"]')
