'use client'
import type { Referral } from '@cloudpa/contracts/content'
import { ExternalLink, Image, ImageOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { drawnUrl } from './file-parts'
import { useImage } from './use-image'
import { webLink } from './web-link'

interface Props {
  referral: Referral
  /** Whether Tab comes to its link. */
  current: boolean
}

/** The advertisement that led a customer here: what they saw, before what they said. */
export function Advertisement({ referral, current }: Props) {
  const t = useTranslations('messages')
  const { headline, body, picture, sourceUrl } = referral
  const link = webLink(sourceUrl)
  return (
    <div
      data-testid="advertisement"
      className="-mx-1.5 mt-px mb-1 flex w-76 max-w-[calc(100%+0.75rem)] items-start gap-3 rounded-[10px] bg-bubble-well p-2.5 text-ui"
    >
      {picture ? <AdPicture picture={picture} /> : null}
      <div className="grid min-w-0 flex-1 [overflow-wrap:anywhere]">
        <span className="text-meta text-ink-2">{t('fromAd')}</span>
        {headline ? (
          <span className="line-clamp-3 font-semibold">
            <bdi>{headline}</bdi>
          </span>
        ) : null}
        {body ? (
          <span className="line-clamp-3 text-small text-ink-2">
            <bdi>{body}</bdi>
          </span>
        ) : null}
        {link ? (
          <a
            href={link.href}
            target="_blank"
            rel="noopener noreferrer"
            tabIndex={current ? 0 : -1}
            className="inline-flex max-w-full items-center gap-1 justify-self-start text-small text-link underline underline-offset-2 pointer-coarse:-my-2.5 pointer-coarse:min-h-11"
          >
            <bdi dir="ltr" className="truncate">
              {link.host}
            </bdi>
            <ExternalLink size={14} strokeWidth={2} aria-hidden className="shrink-0" />
          </a>
        ) : null}
      </div>
    </div>
  )
}

function AdPicture({ picture }: { picture: NonNullable<Referral['picture']> }) {
  const t = useTranslations('messages')
  const { isBroken, image } = useImage(drawnUrl(picture))
  if (picture.state === 'ready' && picture.kind === 'image' && !isBroken)
    return (
      <img
        {...image}
        alt={t('adPicture')}
        width={56}
        height={56}
        decoding="async"
        className="size-14 shrink-0 rounded-ctl bg-inset object-cover"
      />
    )
  const Icon = picture.state === 'failed' || isBroken ? ImageOff : Image
  return (
    <span className="grid size-14 shrink-0 place-items-center rounded-ctl bg-inset text-ink-2">
      <Icon size={22} strokeWidth={1.75} aria-hidden />
    </span>
  )
}
