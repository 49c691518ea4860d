import { waitingMedium } from '@cloudpa/contracts/media'
import { MessageContent, noDetails } from '@cloudpa/contracts/messages'
import { expect, test } from 'vitest'
import { readContent, storedContentOf } from './message-content.js'

const picture = waitingMedium('m1', 'image', 'image/jpeg')
const here = { latitude: 1, longitude: 2, label: null, address: null }
const yes = { text: 'Yes', payload: null }

test.each([
  ['Hola', {}, 'text'],
  ['Hola', { forwarded: true, replyToSid: 'SM1' }, 'text'],
  ['', { media: [picture] }, 'unknown'],
  ['Mira', { media: [picture] }, 'unknown'],
  ['', { location: here }, 'unknown'],
  ['Yes', { button: yes }, 'unknown'],
  [' ', {}, 'unknown'],
])('%j with %j is of the kind %s, and is read back as it was', (body, change, kind) => {
  const details = { ...noDetails, ...change }
  const content = storedContentOf(body, details)
  expect(readContent({ body, content })).toEqual({ ...details, content: { kind, v: 1, body } })
})

test('words alone store nothing but the words', () => {
  expect(storedContentOf('Hola', noDetails)).toBeNull()
})

test.each([
  [{ kind: 'image', v: 1, media: { id: 'm1', width: 640 } }],
  [{ kind: 'text', v: 2, spans: [] }],
  [{ kind: 'text', v: 1, media: 'once a list' }],
  ['a text'],
])('a row of another version, %j, keeps its words', (content) => {
  expect(readContent({ body: 'Mira', content })).toEqual({
    ...noDetails,
    content: { kind: 'unknown', v: 1, body: 'Mira' },
  })
})

test.each([
  [
    { kind: 'text', v: 1, body: 'Hola' },
    { kind: 'text', v: 1, body: 'Hola' },
  ],
  [
    { kind: 'poll', v: 1, options: ['red'] },
    { kind: 'unknown', v: 1, body: '' },
  ],
  [
    { kind: 'image', v: 1, body: 'Mira', id: 'm1' },
    { kind: 'unknown', v: 1, body: 'Mira' },
  ],
  [
    { kind: 'text', v: 2, body: 'Hola' },
    { kind: 'unknown', v: 1, body: 'Hola' },
  ],
  [undefined, { kind: 'unknown', v: 1, body: '' }],
])('an answer of a newer server, %j, reads as %j', (sent, read) => {
  expect(MessageContent.parse(sent)).toEqual(read)
})
