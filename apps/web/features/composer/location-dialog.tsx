'use client'
import { LocateFixed, MapPin } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '../../components/ui/button'
import { Dialog, DialogFoot } from '../../components/ui/dialog'
import { Field, FormError } from '../../components/ui/field'
import type { PlaceToSend } from '../sending/carried'
import { parsePlace, type Point } from './parse-place'

/** How long to wait for a satellite. */
const patienceMs = 20_000

interface Props {
  onSend: (place: PlaceToSend) => void
  onClose: () => void
}

/** A place to send: where one is, or what was copied from a map. */
export function LocationDialog({ onSend, onClose }: Props) {
  const t = useTranslations('composer.place')
  const [text, setText] = useState('')
  const [label, setLabel] = useState('')
  const here = useHere((point) => setText(`${point.latitude}, ${point.longitude}`))
  const point = parsePlace(text)
  const unread = text.trim() && !point ? t('notRead') : undefined
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())} title={t('title')}>
      <form
        className="grid gap-4"
        data-testid="location-dialog"
        onSubmit={(event) => {
          event.preventDefault()
          if (point) onSend({ ...point, label: label.trim() || null })
        }}
      >
        <Button look="outline" busy={here.isAsking} onClick={here.ask} data-testid="share-here">
          <LocateFixed size={18} strokeWidth={1.75} aria-hidden />
          {t('here')}
        </Button>
        <FormError>{here.fault ? t(here.fault) : undefined}</FormError>
        <Field
          label={t('where')}
          hint={t('whereHint')}
          error={unread}
          value={text}
          onChange={({ target }) => setText(target.value)}
          autoComplete="off"
          dir="ltr"
          data-testid="location-text"
        />
        <Field
          label={t('name')}
          value={label}
          // A bar parts the name from the coordinates on the way to WhatsApp.
          onChange={({ target }) => setLabel(target.value.replace(/\|/g, '/'))}
          maxLength={200}
          dir={label ? 'auto' : undefined}
          data-testid="location-label"
        />
        {point ? <Preview point={point} label={label.trim()} /> : null}
        <DialogFoot>
          <Button look="primary" big type="submit" disabled={!point} data-testid="location-send">
            {t('send')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  )
}

/** What the customer gets. No map of anybody's is asked for it. */
function Preview({ point, label }: { point: Point; label: string }) {
  return (
    <div
      data-testid="location-preview"
      className="flex items-center gap-3 rounded-card bg-bubble-out px-3 py-2.5 text-ink"
    >
      <span className="grid size-11 shrink-0 place-items-center rounded-ctl bg-bubble-well text-danger">
        <MapPin size={22} strokeWidth={1.75} aria-hidden />
      </span>
      <span className="grid min-w-0">
        {label ? <bdi className="truncate font-medium">{label}</bdi> : null}
        <span dir="ltr" className="text-start text-small text-ink-2 tabular-nums">
          {point.latitude.toFixed(5)}, {point.longitude.toFixed(5)}
        </span>
      </span>
    </div>
  )
}

/** Asks the browser where one is. */
function useHere(onFound: (point: Point) => void) {
  const [isAsking, setAsking] = useState(false)
  const [fault, setFault] = useState<'denied' | 'notFound' | null>(null)
  const ask = () => {
    setFault(null)
    if (!('geolocation' in navigator)) return setFault('notFound')
    setAsking(true)
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        setAsking(false)
        // A metre is all that a phone knows, and all that the way there needs.
        onFound({ latitude: Number(latitude.toFixed(6)), longitude: Number(longitude.toFixed(6)) })
      },
      ({ code, PERMISSION_DENIED }) => {
        setAsking(false)
        setFault(code === PERMISSION_DENIED ? 'denied' : 'notFound')
      },
      { enableHighAccuracy: true, timeout: patienceMs, maximumAge: 30_000 },
    )
  }
  return { ask, isAsking, fault }
}
