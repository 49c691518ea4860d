import { expect, it } from 'vitest'
import { mapLink } from './map-link'
import { webLink } from './web-link'

const place = { latitude: 40.4165001, longitude: -3.7025600004, label: 'Bar “Sol” & Co', address: null }

it('opens a map of the web, and on Android the maps app', () => {
  expect(mapLink(place, 'Mozilla/5.0 (iPhone)')).toBe(
    'https://www.openstreetmap.org/?mlat=40.4165&mlon=-3.70256#map=16/40.4165/-3.70256',
  )
  expect(mapLink(place, 'Mozilla/5.0 (Linux; Android 16)')).toBe(
    'geo:40.4165,-3.70256?q=40.4165,-3.70256(Bar%20%E2%80%9CSol%E2%80%9D%20%26%20Co)',
  )
})

it.each([
  ['https://fb.me/3kTest', { href: 'https://fb.me/3kTest', host: 'fb.me' }],
  ['HTTP://www.a.test', { href: 'http://www.a.test/', host: 'a.test' }],
  ['javascript:alert(1)', null],
  [' javascript:alert(1)', null],
  ['java\nscript:alert(1)', null],
  ['data:text/html,<script>alert(1)</script>', null],
  ['//a.test', null],
  ['no address', null],
  [null, null],
])('%j leads to %j', (address, link) => expect(webLink(address)).toEqual(link))
