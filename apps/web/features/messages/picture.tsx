'use client'
import { useTranslations } from 'next-intl'
import { cx } from '../../components/ui/cx'
import { drawnUrl, thumbnailUrl } from './file-parts'
import { Frame } from './frame'
import type { MediumProps } from './medium'
import { NotLoaded } from './not-loaded'
import { sizeInThread } from './size-in-thread'
import { useImage } from './use-image'

/** A picture, small; a press opens it as it is. */
export function Picture({ medium, current, captioned, onOpen, children }: MediumProps) {
  const t = useTranslations('messages.file')
  const { width, height } = sizeInThread(medium)
  const { isBroken, again, image } = useImage(drawnUrl(medium))
  return (
    <Frame captioned={captioned} stamp={children}>
      <button
        type="button"
        aria-label={isBroken ? undefined : t('open')}
        aria-haspopup={isBroken ? undefined : 'dialog'}
        tabIndex={current ? 0 : -1}
        onClick={isBroken ? again : () => onOpen(medium.id)}
        data-testid="picture"
        data-picture={medium.id}
        className={cx(
          'block max-w-full rounded-[calc(var(--r-bubble)-4px)]',
          isBroken ? 'bg-inset text-ink-2' : 'cursor-zoom-in',
        )}
        style={isBroken ? { width, height } : undefined}
      >
        {isBroken ? (
          <NotLoaded />
        ) : (
          <img
            {...image}
            alt=""
            width={width}
            height={height}
            decoding="async"
            style={{ aspectRatio: `${width} / ${height}` }}
            className="h-auto max-w-full rounded-[calc(var(--r-bubble)-4px)] bg-inset object-cover"
          />
        )}
      </button>
    </Frame>
  )
}

/** A sticker, in no bubble. */
export function Sticker({ medium, says, current, children }: MediumProps) {
  const { isBroken, again, image } = useImage(thumbnailUrl(medium))
  return (
    <>
      {isBroken ? (
        <button
          type="button"
          tabIndex={current ? 0 : -1}
          onClick={again}
          className="size-32 rounded-card bg-inset text-ink-2"
        >
          <NotLoaded />
        </button>
      ) : (
        <img
          {...image}
          alt={says}
          width={128}
          height={128}
          decoding="async"
          data-testid="sticker"
          className="size-32 object-contain"
        />
      )}
      {children}
    </>
  )
}
