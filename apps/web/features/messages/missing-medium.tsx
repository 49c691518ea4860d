'use client'
import { maxFileMegabytes } from '@cloudpa/contracts/send-limits'
import { File, Image, ImageOff, Mic, Video, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cx } from '../../components/ui/cx'
import { FetchAgain } from './fetch-again'
import { Frame } from './frame'
import type { MediumProps } from './medium'

const icons: Partial<Record<MediumProps['medium']['kind'], LucideIcon>> = {
  image: Image,
  sticker: Image,
  video: Video,
  voice: Mic,
  audio: Mic,
}

/** A file that is not there yet, or could not be had: a place kept, a reason, a way out. */
export function MissingMedium({ medium, says, current, captioned, children }: MediumProps) {
  const t = useTranslations('messages.file')
  const isPicture = medium.kind === 'image' || medium.kind === 'video' || medium.kind === 'sticker'
  const failed = medium.state === 'failed'
  const Icon = failed && isPicture ? ImageOff : (icons[medium.kind] ?? File)
  const place = (
    <div
      data-testid="missing-medium"
      data-state={medium.state}
      className={cx(
        'grid w-70 max-w-full place-items-center gap-1.5 rounded-[calc(var(--r-bubble)-4px)] bg-inset p-3 text-center text-small text-ink-2',
        isPicture && 'min-h-52',
      )}
    >
      <span className="grid max-w-full place-items-center gap-1.5">
        <Icon size={22} strokeWidth={1.75} aria-hidden />
        <span className="max-w-full truncate font-medium">
          <bdi>{medium.name ?? says}</bdi>
        </span>
        <span>
          {failed
            ? t(`failures.${medium.reason ?? 'unreachable'}`, { megabytes: maxFileMegabytes })
            : t('waiting')}
        </span>
        {failed ? <FetchAgain medium={medium} current={current} /> : null}
      </span>
    </div>
  )
  return (
    <Frame captioned={captioned} stamp={null}>
      {place}
      <div className="px-2">{children}</div>
    </Frame>
  )
}
