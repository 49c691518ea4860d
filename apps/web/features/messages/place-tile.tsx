'use client'
import type { Place } from '@cloudpa/contracts/content'
import { useTranslations } from 'next-intl'
import { cx } from '../../components/ui/cx'
import type { AttachmentProps } from './attachment-place'
import { mapLink } from './map-link'
import { coordinatesOf, placeName } from './place-words'

interface Props extends Pick<AttachmentProps, 'current' | 'captioned' | 'children'> {
  place: Place
}

/** A place: drawn here, so that nobody outside learns of it until somebody opens the map. */
export function PlaceTile({ place, current, captioned, children }: Props) {
  const t = useTranslations('messages')
  const { address } = place
  const name = placeName(place)
  return (
    <>
      <a
        href={mapLink(place, navigator.userAgent)}
        target="_blank"
        rel="noopener noreferrer"
        tabIndex={current ? 0 : -1}
        aria-label={t('openMap', { place: name })}
        data-testid="place"
        className="-mx-2 -mt-0.75 mb-1 block w-70 max-w-[calc(100%+1rem)] overflow-hidden rounded-[calc(var(--r-bubble)-4px)] dark:brightness-88"
      >
        <DrawnMap />
      </a>
      <div dir="auto" className={cx('w-66 max-w-full', captioned && 'mb-1')}>
        {place.label || address ? <div className="font-semibold [overflow-wrap:anywhere]">{name}</div> : null}
        {place.label && address ? <div className="[overflow-wrap:anywhere]">{address}</div> : null}
        <bdi dir="ltr" className="text-small text-ink-2 tabular-nums">
          {coordinatesOf(place)}
        </bdi>
        {children}
      </div>
    </>
  )
}

/** Streets of nowhere, and a pin: dark ones are these, dimmed, as pictures are. */
function DrawnMap() {
  return (
    <svg viewBox="0 0 400 220" aria-hidden className="block aspect-400/220 h-auto w-full">
      <rect width="400" height="220" fill="#ece6da" />
      <path d="M0 168c90-30 160 26 240-8s110-30 160-20v80H0z" fill="#c6d7dc" />
      <path d="M268 0h132v70c-40 22-96 20-132-10z" fill="#d3dcc0" />
      <g stroke="#fff" fill="none">
        <path d="M-10 92 410 40" strokeWidth="13" />
        <path d="m120-10 46 240M250-10l-20 180" strokeWidth="9" />
        <path d="M-10 30 140 20M170 150l240-24M20 200l60-120" strokeWidth="5" />
      </g>
      <circle cx="206" cy="104" r="13" fill="oklch(.335 .062 240)" />
      <circle cx="206" cy="104" r="4.5" fill="#fff" />
    </svg>
  )
}
