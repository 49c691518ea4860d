import { expect, it } from 'vitest'
import { saysOf } from './says.js'

const says = (body: string, ...form: [string, string][]) => saysOf({ body, form })

it('says a message’s words, whatever comes with them', () => {
  expect(says('Look', ['NumMedia', '1'], ['MediaContentType0', 'image/jpeg'])).toBe('Look')
})

it.each([
  ['Photo', 'image/jpeg'],
  ['Sticker', 'image/webp'],
  ['Video', 'video/mp4'],
  ['Voice message', 'audio/ogg'],
  ['Contact card', 'text/vcard'],
  ['Document', 'application/pdf'],
])('calls what has no words a %s, when it is %s', (name, type) => {
  expect(says('', ['MediaContentType0', type])).toBe(name)
})

it('calls a location a place, and says so when there is nothing to say', () => {
  expect(says('', ['Latitude', '36.72'], ['Longitude', '-4.42'])).toBe('Place')
  expect(says('', ['ButtonPayload', 'x'])).toBe('Not text')
})
