'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import { useRef, type KeyboardEvent } from 'react'
import { useNow } from '../../client/use-now'
import { cx } from '../../components/ui/cx'
import { focusAgain } from '../../components/ui/focus-again'
import { wordsOf } from '../messages/describe-message'
import { fileUrl } from '../messages/file-parts'
import { NotLoaded } from '../messages/not-loaded'
import { useImage } from '../messages/use-image'
import { useTimes } from '../words/use-times'
import { useOpenPicture } from './open-picture'
import type { ShownPicture } from './pictures-in'
import { usePictures } from './use-pictures'

interface Props {
  conversation: Conversation
  mediumId: string
}

const tool =
  'grid size-11 shrink-0 place-items-center rounded-ctl text-white hover:bg-white/15 focus-visible:outline-white'

/** The pictures of a conversation as they are, on all of the screen, one after the other; a press beside one closes. */
export function PictureViewer({ conversation: { id, contact }, mediumId }: Props) {
  const t = useTranslations('messages.file')
  const close = () => useOpenPicture.getState().close(id)
  const { shown, at, count, older, newer } = usePictures(id, mediumId)
  // Opened by state and not by a Trigger, so Radix doesn't know where the keyboard came from.
  const cameFrom = useRef<Element>(null)
  if (!shown) return null
  const { medium, message } = shown
  const who = message.direction === 'outbound' ? t('you') : contact.name
  const words = wordsOf(message)
  const title = count > 1 ? t('numbered', { at, count }) : t('open')
  const onKeyDown = (event: KeyboardEvent) => {
    const isRightToLeft = document.documentElement.dir === 'rtl'
    if (event.key === (isRightToLeft ? 'ArrowRight' : 'ArrowLeft')) older?.()
    else if (event.key === (isRightToLeft ? 'ArrowLeft' : 'ArrowRight')) newer?.()
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-black/95" />
        <Dialog.Content
          aria-describedby={undefined}
          data-testid="picture-viewer"
          onOpenAutoFocus={() => {
            cameFrom.current = document.activeElement
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            backTo(medium.id, cameFrom.current)
          }}
          onKeyDown={onKeyDown}
          onClick={(event) => event.target === event.currentTarget && close()}
          className="fixed inset-0 z-40 grid animate-fade grid-rows-[auto_minmax(0,1fr)_auto] gap-2 p-3 text-ui text-white outline-none"
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          <Head shown={shown} who={who} at={at} count={count} />
          {/* A press beside the picture goes through to what closes it. */}
          <div className="pointer-events-none grid grid-cols-[auto_minmax(0,1fr)_auto] grid-rows-[minmax(0,1fr)] items-center gap-1 *:pointer-events-auto">
            <Step side="older" go={older} hidden={count < 2 && !older && !newer} />
            <div className="pointer-events-none! grid size-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] place-items-center *:pointer-events-auto">
              <Full
                key={medium.id}
                medium={medium}
                alt={words || medium.name || t('photoBy', { name: who })}
              />
            </div>
            <Step side="newer" go={newer} hidden={count < 2 && !older && !newer} />
          </div>
          {words ? (
            <p dir="auto" className="mx-auto line-clamp-4 max-w-160 text-center [overflow-wrap:anywhere]">
              {words}
            </p>
          ) : null}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Full({ medium, alt }: Pick<ShownPicture, 'medium'> & { alt: string }) {
  const { isBroken, again, image } = useImage(fileUrl(medium))
  if (isBroken)
    return (
      <button type="button" onClick={again} className="size-50 rounded-ctl">
        <NotLoaded />
      </button>
    )
  return (
    <img
      {...image}
      alt={alt}
      width={medium.width ?? undefined}
      height={medium.height ?? undefined}
      className="h-auto max-h-full w-auto max-w-full rounded-ctl object-contain"
    />
  )
}

interface HeadProps {
  shown: ShownPicture
  who: string
  at: number
  count: number
}

/** Who sent it and when, and what can be done with it. */
function Head({ shown: { medium, message }, who, at, count }: HeadProps) {
  const t = useTranslations('messages.file')
  const common = useTranslations('common')
  const times = useTimes()
  const nowMs = useNow()
  return (
    <div className="flex items-center gap-1">
      <div className="min-w-0 flex-1">
        <div className="truncate font-semibold">
          <bdi>{who}</bdi>
        </div>
        <div className="text-small text-white/80 tabular-nums">
          {common('dayAndTime', {
            day: times.dayLabel(message.occurredAt, nowMs),
            time: times.clockTime(message.occurredAt),
          })}
        </div>
      </div>
      {count > 1 ? (
        <span aria-live="polite" className="px-2 text-small text-white/80 tabular-nums">
          {t('atOf', { at, count })}
        </span>
      ) : null}
      <a href={fileUrl(medium)} download={medium.name ?? ''} aria-label={t('download')} className={tool}>
        <Download size={18} strokeWidth={1.75} aria-hidden />
      </a>
      <Dialog.Close aria-label={common('close')} className={tool}>
        <X size={20} strokeWidth={1.75} aria-hidden />
      </Dialog.Close>
    </div>
  )
}

interface StepProps {
  side: 'older' | 'newer'
  /** Null where there is none. */
  go: (() => void) | null
  hidden: boolean
}

function Step({ side, go, hidden }: StepProps) {
  const t = useTranslations('messages.file')
  const Icon = side === 'older' ? ChevronLeft : ChevronRight
  if (hidden) return <span />
  return (
    <button
      type="button"
      aria-label={t(side)}
      // It keeps the keyboard at the end, which `disabled` would drop.
      aria-disabled={go === null}
      onClick={() => go?.()}
      data-testid={`picture-${side}`}
      className={cx(tool, go === null && 'opacity-40')}
    >
      <Icon size={24} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
    </button>
  )
}

/** The keyboard goes to the picture that was looked at last, where its thread shows it. */
function backTo(mediumId: string, before: Element | null): void {
  const thumbnail = document.querySelector<HTMLElement>(`[data-picture="${CSS.escape(mediumId)}"]`)
  focusAgain(thumbnail ?? before)
  thumbnail?.scrollIntoView({ block: 'nearest' })
}
