import { waitingMedium } from '@cloudpa/contracts/media'
import { expect, test } from 'vitest'
import { outgoingOf } from './outgoing.js'

const place = { kind: 'location', v: 1, latitude: 37.5, longitude: -122.25 }
const picture = waitingMedium('m1', 'image', 'image/jpeg')

test.each([
  [null, 'Hola', { body: 'Hola', file: undefined, place: undefined }],
  [{ kind: 'image', v: 1, media: [picture] }, '', { body: '', file: picture, place: undefined }],
  [
    { ...place, label: 'Café', address: 'Calle 1' },
    '',
    { body: 'Café', file: undefined, place: 'geo:37.5,-122.25|Calle 1' },
  ],
  [
    { ...place, label: 'Café', address: null },
    '',
    { body: 'Café', file: undefined, place: 'geo:37.5,-122.25|Café' },
  ],
  [
    { ...place, label: null, address: null },
    '',
    { body: '37.5,-122.25', file: undefined, place: 'geo:37.5,-122.25' },
  ],
])('%j with the words “%s” leaves as %j', (content, body, outgoing) => {
  expect(outgoingOf({ body, content })).toEqual(outgoing)
})
