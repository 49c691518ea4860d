import type { Place } from '@cloudpa/contracts/content'
import { coordinatesOf, placeName } from './place-words'

/**
 * Where a place is looked at on a map: OpenStreetMap's page with a pin, or on Android whichever maps app is there
 * (RFC 5870, with the `q` that https://developer.android.com/guide/components/intents-common#Maps wants for a pin).
 * @param agent the browser's name of itself
 */
export function mapLink(place: Place, agent: string): string {
  const [latitude, longitude] = coordinatesOf(place).split(', ')
  if (/Android/.test(agent))
    return `geo:${latitude},${longitude}?q=${latitude},${longitude}(${encodeURIComponent(placeName(place))})`
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
}
