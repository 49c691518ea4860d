'use client'
import type { Medium } from '@cloudpa/contracts/media'
import { maxFileMegabytes } from '@cloudpa/contracts/send-limits'
import { Image, ImageOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cx } from '../../components/ui/cx'
import type { AttachmentProps } from './attachment-place'
import { drawnUrl } from './file-parts'
import { FetchAgain } from './fetch-again'
import { Frame } from './frame'
import { NotLoaded } from './not-loaded'
import { useImage } from './use-image'

/** So many are drawn; the last of them counts the others, which the viewer shows. */
const mostDrawn = 4

interface Props extends Pick<AttachmentProps, 'says' | 'current' | 'captioned' | 'children'> {
  media: Medium[]
  /** Shows one of them as it is. */
  onOpen: (mediumId: string) => void
}

/** Several pictures of one message, side by side. */
export function Album({ media, says, current, captioned, onOpen, children }: Props) {
  const drawn = media.slice(0, mostDrawn)
  return (
    <Frame captioned={captioned} stamp={children}>
      <div
        role="group"
        aria-label={says}
        data-testid="album"
        className="grid w-70 max-w-full grid-cols-2 gap-0.75 overflow-hidden rounded-[calc(var(--r-bubble)-4px)]"
      >
        {drawn.map((medium, index) => (
          <Tile
            key={medium.id}
            medium={medium}
            wide={media.length === 3 && index === 0}
            more={index === mostDrawn - 1 ? media.length - mostDrawn : 0}
            number={index + 1}
            current={current}
            onOpen={onOpen}
          />
        ))}
      </div>
    </Frame>
  )
}

interface TileProps extends Pick<Props, 'current' | 'onOpen'> {
  medium: Medium
  wide: boolean
  /** How many are behind it that are not drawn. */
  more: number
  number: number
}

function Tile(props: TileProps) {
  const { medium, wide, current } = props
  const shape = cx('relative rounded-md bg-inset', wide ? 'col-span-2 aspect-2/1' : 'aspect-square')
  if (medium.state !== 'ready') return <Missing medium={medium} shape={shape} current={current} />
  return <Ready {...props} shape={shape} />
}

function Ready({ medium, shape, more, number, current, onOpen }: TileProps & { shape: string }) {
  const t = useTranslations('messages.file')
  const { isBroken, again, image } = useImage(drawnUrl(medium))
  const named = { tabIndex: current ? 0 : -1, 'data-testid': 'picture', 'data-picture': medium.id }
  if (isBroken)
    return (
      <button {...named} type="button" onClick={again} className={cx(shape, 'text-ink-2 -outline-offset-2')}>
        <NotLoaded />
      </button>
    )
  return (
    <button
      {...named}
      type="button"
      // What is seen of it is in its name, too: whoever speaks to the page says that.
      aria-label={more > 0 ? t('openMore', { number, count: more }) : t('openNumber', { number })}
      aria-haspopup="dialog"
      onClick={() => onOpen(medium.id)}
      className={cx(shape, 'cursor-zoom-in -outline-offset-2')}
    >
      <img
        {...image}
        alt=""
        decoding="async"
        className="absolute inset-0 size-full rounded-[inherit] object-cover"
      />
      {more > 0 ? (
        <span
          aria-hidden
          dir="ltr"
          className="absolute inset-0 grid place-items-center rounded-[inherit] bg-black/55 text-[1.375rem] font-medium text-white"
        >
          +{more}
        </span>
      ) : null}
    </button>
  )
}

function Missing({ medium, shape, current }: { medium: Medium; shape: string; current: boolean }) {
  const t = useTranslations('messages.file')
  const failed = medium.state === 'failed'
  const Icon = failed ? ImageOff : Image
  return (
    <div
      data-testid="missing-medium"
      data-state={medium.state}
      title={
        failed ? t(`failures.${medium.reason ?? 'unreachable'}`, { megabytes: maxFileMegabytes }) : undefined
      }
      className={cx(
        shape,
        'grid place-content-center justify-items-center gap-1.5 p-1 text-small text-ink-2',
      )}
    >
      <Icon size={22} strokeWidth={1.75} aria-hidden />
      {failed ? (
        <>
          <span className="sr-only">
            {t(`failures.${medium.reason ?? 'unreachable'}`, { megabytes: maxFileMegabytes })}
          </span>
          <FetchAgain medium={medium} current={current} />
        </>
      ) : (
        <span>{t('waiting')}</span>
      )}
    </div>
  )
}
