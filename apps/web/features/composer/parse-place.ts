/** A place on the map, in degrees. */
export interface Point {
  latitude: number
  longitude: number
}

const number = String.raw`([-+]?\d{1,3}(?:\.\d+)?)`
const pair = new RegExp(`^${number}\\s*[,;\\s]\\s*${number}$`)
const commas = /^([-+]?\d{1,3},\d+)\s*[;\s]\s*([-+]?\d{1,3},\d+)$/
const degrees =
  /^(\d{1,3})°\s*(?:(\d{1,2})['′]\s*)?(?:(\d{1,2}(?:\.\d+)?)["″]\s*)?([NS])[,\s]*(\d{1,3})°\s*(?:(\d{1,2})['′]\s*)?(?:(\d{1,2}(?:\.\d+)?)["″]\s*)?([EWO])$/iu

/**
 * Reads a place out of what people copy: coordinates, or a link of Google Maps, Apple Maps or OpenStreetMap. What stands
 * for a place itself goes before where the map merely was.
 * @returns null where there is none in it, as in a short link, which only its own server can read
 */
export function parsePlace(text: string): Point | null {
  const said = text.trim()
  return coordinates(said) ?? inLink(said)
}

function coordinates(text: string): Point | null {
  const plain = pair.exec(text)
  if (plain) return point(plain[1], plain[2])
  // A comma before the decimals, as most of Europe and Latin America writes them.
  const comma = commas.exec(text)
  if (comma) return point(comma[1]?.replace(',', '.'), comma[2]?.replace(',', '.'))
  const parts = degrees.exec(text)
  if (!parts) return null
  const [, d1, m1, s1, ns = '', d2, m2, s2, ew = ''] = parts
  const sum = (d = '0', m = '0', s = '0') => Number(d) + Number(m) / 60 + Number(s) / 3600
  const south = ns.toUpperCase() === 'S' ? -1 : 1
  const west = /[WO]/i.test(ew) ? -1 : 1
  return point(south * sum(d1, m1, s1), west * sum(d2, m2, s2))
}

/** Where in its address a map names a place, the surest first. */
const named = ['query', 'q', 'coordinate', 'll', 'sll', 'destination', 'daddr', 'center']

function inLink(text: string): Point | null {
  if (/^geo:/i.test(text)) return coordinates(text.slice(4).split(/[;?]/)[0] ?? '')
  const link = linkOf(text)
  if (!link) return null
  const whole = decode(link.href)
  const pin = new RegExp(`!3d${number}!4d${number}`).exec(whole)
  if (pin) return point(pin[1], pin[2])
  const marked = point(link.searchParams.get('mlat'), link.searchParams.get('mlon'))
  if (marked) return marked
  for (const name of named) {
    const found = coordinates((link.searchParams.get(name) ?? '').replace(/^loc:/i, '').trim())
    if (found) return found
  }
  const view =
    new RegExp(`@${number},${number}`).exec(whole) ??
    new RegExp(`map=\\d+(?:\\.\\d+)?/${number}/${number}`).exec(whole) ??
    new RegExp(`/(?:place|search|dir)/(?:.*/)?${number},\\s*\\+?${number}`).exec(whole)
  return view ? point(view[1], view[2]) : null
}

function linkOf(text: string): URL | null {
  const found = /https?:\/\/\S+/i.exec(text)?.[0]
  return found && URL.canParse(found) ? new URL(found) : null
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    // A link may hold a stray percent sign; what it says in plain letters is still read.
    console.debug('A link that is not wholly encoded.', error)
    return text
  }
}

function point(latitude: string | number | null | undefined, longitude: typeof latitude): Point | null {
  if (latitude === null || longitude === null || latitude === undefined || longitude === undefined)
    return null
  const place = { latitude: Number(latitude), longitude: Number(longitude) }
  const isOnEarth = Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180
  return isOnEarth ? place : null
}
