import { expect, test } from 'vitest'
import { maxTextLength } from '@cloudpa/contracts/send-limits'
import { SendReply } from '@cloudpa/contracts/send'

const id = '019a0000-0000-7000-8000-000000000001'
const media = [{ id, kind: 'image', state: 'ready', name: 'a.jpg' }]
const here = { kind: 'location', latitude: 1.5, longitude: -2 }

test.each([
  [{ body: 'Hola' }],
  [{ content: { kind: 'text', v: 1, body: 'x'.repeat(maxTextLength) } }],
  [{ content: { kind: 'image', v: 1, body: 'Mira', media } }],
  [{ content: { kind: 'video', media } }],
  [{ content: { kind: 'document', v: 1, body: '', media } }],
  [{ content: { kind: 'contacts', v: 1, body: '', media, contacts: [{ name: 'Ana' }] } }],
  [{ content: { ...here, v: 1, body: '', label: null, address: null } }],
  [{ content: { ...here, label: 'Café', address: 'Calle 1, 2º' } }],
])('%# can be sent', (what) => {
  expect(SendReply.safeParse({ clientId: 'a', ...what }).error).toBeUndefined()
})

test.each([
  [{}, 'Say what to send in body or in content, in one of them.'],
  [
    { body: 'a', content: { kind: 'text', body: 'a' } },
    'Say what to send in body or in content, in one of them.',
  ],
  [{ body: ' \n' }, 'Write something first.'],
  [{ body: 'x'.repeat(maxTextLength + 1) }, 'A text holds at most 65,536 characters.'],
  [
    { content: { kind: 'poll' } },
    'What can be sent is one of text, image, video, voice, audio, document, sticker, contacts, location, template.',
  ],
  [
    { content: { kind: 'document', body: 'Read this', media } },
    'WhatsApp shows no words with this kind of file. Send them on their own.',
  ],
  [
    { content: { kind: 'image', body: 'x'.repeat(1601), media } },
    'A caption holds at most 1,600 characters.',
  ],
  [{ content: { kind: 'image', media: [] } }, 'A message of this kind has a file.'],
  [
    { content: { kind: 'image', media: [...media, ...media] } },
    'WhatsApp takes one file in a message. Send each on its own.',
  ],
  [{ content: { kind: 'image', media: [{ id: '../etc' }] } }, 'That’s not the id of a file.'],
  [{ content: { ...here, label: 'a|b' } }, 'The name of a place is one line, without |.'],
  [
    { content: { ...here, body: 'Come here' } },
    'WhatsApp shows no words with a location. Send them on their own.',
  ],
])('%j is refused with a sentence', (what, sentence) => {
  const { error } = SendReply.safeParse({ clientId: 'a', ...what })
  expect(error?.issues.map(({ message }) => message)).toEqual([sentence])
})
