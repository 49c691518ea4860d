'use client'
import { useTranslations } from 'next-intl'
import { fileUrl, thumbnailUrl } from './file-parts'
import { Frame } from './frame'
import type { MediumProps } from './medium'
import { sizeInThread } from './size-in-thread'

/** A picture, small; a press opens it as it is. */
export function Picture({ medium, current, captioned, onOpen, children }: MediumProps) {
  const t = useTranslations('messages.file')
  const { width, height } = sizeInThread(medium)
  return (
    <Frame captioned={captioned} stamp={children}>
      <button
        type="button"
        aria-label={t('open')}
        aria-haspopup="dialog"
        tabIndex={current ? 0 : -1}
        onClick={() => onOpen(medium.id)}
        data-testid="picture"
        data-picture={medium.id}
        className="block max-w-full cursor-zoom-in rounded-[calc(var(--r-bubble)-4px)]"
      >
        <img
          src={medium.thumbnail ? thumbnailUrl(medium) : fileUrl(medium)}
          alt=""
          width={width}
          height={height}
          decoding="async"
          style={{ aspectRatio: `${width} / ${height}` }}
          className="h-auto max-w-full rounded-[calc(var(--r-bubble)-4px)] bg-inset object-cover"
        />
      </button>
    </Frame>
  )
}

/** A sticker, in no bubble. */
export function Sticker({ medium, says, children }: MediumProps) {
  return (
    <>
      <img
        src={thumbnailUrl(medium)}
        alt={says}
        width={128}
        height={128}
        decoding="async"
        data-testid="sticker"
        className="size-32 object-contain"
      />
      {children}
    </>
  )
}
