import { expect, it } from 'vitest'
import { parsePlace } from './parse-place'

const studio = { latitude: 41.3833, longitude: 2.1777 }

it.each([
  '41.3833, 2.1777',
  '41.3833 2.1777',
  '41,3833; 2,1777',
  'geo:41.3833,2.1777?z=17',
  'https://www.google.com/maps/place/Studio/@41.3900,2.1000,17z/data=!3m1!4b1!4m5!3m4!8m2!3d41.3833!4d2.1777',
  'https://www.google.com/maps?q=41.3833,2.1777',
  'https://www.google.com/maps/search/?api=1&query=41.3833%2C2.1777',
  'https://www.google.com/maps/@41.3833,2.1777,15z',
  'https://www.google.com/maps/search/41.3833,+2.1777',
  'https://maps.apple.com/?ll=41.3833,2.1777&q=Studio',
  'https://maps.apple.com/place?coordinate=41.3833,2.1777&name=Studio',
  'https://www.openstreetmap.org/#map=17/41.3833/2.1777',
  'https://www.openstreetmap.org/?mlat=41.3833&mlon=2.1777#map=12/41.5/2.5',
  'Here: https://maps.google.com/?q=loc:41.3833,2.1777',
])('a place is read out of %s', (text) => {
  expect(parsePlace(text)).toEqual(studio)
})

it('reads degrees, minutes and seconds', () => {
  const place = parsePlace('33°52\'04"S 151°12\'36"E')
  expect(place?.latitude).toBeCloseTo(-33.8678, 3)
  expect(place?.longitude).toBeCloseTo(151.21, 3)
})

it.each([
  '',
  'Studio Marisol',
  '91, 0',
  '0, 181',
  'https://maps.app.goo.gl/abc123',
  '12',
  'https://example.com/?q=pots',
])('there is none in “%s”', (text) => {
  expect(parsePlace(text)).toBeNull()
})
