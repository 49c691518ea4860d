import { waitingMedium } from '@cloudpa/contracts/media'
import { expect, test } from 'vitest'
import type { ListedMessage } from '../twilio/twilio.client.js'
import { findOurs, type Sought } from './find-ours.js'

const now = new Date('2026-01-01T12:00:00Z')
const later = (s: number) => new Date(now.getTime() + s * 1_000)
const listed = (sid: string, body: string, numMedia: number, s = 1): ListedMessage => ({
  sid,
  direction: 'outbound-api',
  from: 'whatsapp:+14155550001',
  to: 'whatsapp:+15005550006',
  body,
  numMedia,
  dateCreated: later(s),
  dateSent: null,
  dateUpdated: later(s),
  status: 'sent',
  errorCode: null,
  price: null,
})
const file = waitingMedium('m1', 'image', 'image/jpeg')
const text: Sought = {
  outgoing: { body: 'Hola', file: undefined, place: undefined, template: undefined },
  firstClaimedAt: now,
  known: new Set(),
  hasTwin: false,
}
const picture: Sought = { ...text, outgoing: { body: '', file, place: undefined, template: undefined } }

const find = (list: ListedMessage[], sought: Sought) => {
  const found = findOurs(list, sought)
  return typeof found === 'object' ? found.sid : found
}

test('a text matches the oldest equal one since its first attempt that no other message has', () => {
  const list = [listed('SM3', 'Hola', 0, 3), listed('SM2', 'Hola', 0, 2), listed('SM1', 'Hola', 0, -90)]
  expect(find(list, text)).toBe('SM2')
  expect(find(list, { ...text, known: new Set(['SM2']) })).toBe('SM3')
  expect(find(list, { ...text, known: new Set(['SM2', 'SM3']) })).toBeUndefined()
})

test('a picture with the words of a text is not the text', () => {
  expect(find([listed('MM1', 'Hola', 1)], text)).toBeUndefined()
  expect(find([listed('MM1', 'Hola', 1, 1), listed('SM2', 'Hola', 0, 2)], text)).toBe('SM2')
})

test('a picture is found where no other could be it', () => {
  expect(find([], picture)).toBeUndefined()
  expect(find([listed('SM1', 'Hola', 0)], picture)).toBeUndefined()
  expect(find([listed('MM1', '', 1)], picture)).toBe('MM1')
  expect(find([listed('MM1', '', 0)], picture)).toBe('MM1')
  expect(find([listed('MM0', '', 1, -90), listed('MM1', '', 1)], picture)).toBe('MM1')
  expect(find([listed('MM0', '', 1), listed('MM1', '', 1)], { ...picture, known: new Set(['MM0']) })).toBe(
    'MM1',
  )
})

test('of two pictures that look the same in the list none is taken for the other', () => {
  expect(find([listed('MM1', '', 1), listed('MM2', '', 1)], picture)).toBe('unclear')
  expect(find([listed('MM1', '', 1)], { ...picture, hasTwin: true })).toBe('unclear')
  expect(
    find([listed('SM1', 'Hola', 0)], {
      ...picture,
      outgoing: { body: 'Hola', file, place: undefined, template: undefined },
    }),
  ).toBe('unclear')
})

test('a place is found where no other message of its words could be it', () => {
  const place: Sought = {
    ...text,
    outgoing: { body: 'Hola', file: undefined, place: 'geo:1,2|Hola', template: undefined },
  }
  expect(find([listed('SM1', 'Hola', 0)], place)).toBe('SM1')
  expect(find([listed('MM1', 'Hola', 1)], place)).toBeUndefined()
  expect(find([listed('SM1', 'Hola', 0), listed('SM2', 'Hola', 0)], place)).toBe('unclear')
  expect(find([listed('SM1', 'Hola', 0)], { ...place, hasTwin: true })).toBe('unclear')
})

test('a text is not taken for a file or a place of its words that was perhaps taken', () => {
  expect(find([listed('SM1', 'Hola', 0)], { ...text, hasTwin: true })).toBe('unclear')
  expect(find([listed('MM1', 'Hola', 1)], { ...text, hasTwin: true })).toBeUndefined()
})

test('a template is found by its words; what is unknown may be one whose words Twilio made otherwise', () => {
  const template = { sid: 'HX1', values: { 1: 'Ana' } }
  const sought = { ...text, outgoing: { ...text.outgoing, template } }
  expect(find([listed('MM1', 'Hola', 1, 3), listed('SM2', 'Adiós', 0, 2)], sought)).toBe('MM1')
  expect(find([listed('SM2', 'Hola, Ana', 0)], sought)).toBe('unclear')
  expect(find([listed('SM2', 'Hola, Ana', 0)], { ...sought, known: new Set(['SM2']) })).toBeUndefined()
  expect(find([listed('SM2', 'Hola, Ana', 0, -90)], sought)).toBeUndefined()
  expect(find([listed('SM1', 'Hola', 0)], { ...sought, hasTwin: true })).toBe('unclear')
})
