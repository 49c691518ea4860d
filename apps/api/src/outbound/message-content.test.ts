import { waitingMedium } from '@cloudpa/contracts/media'
import { MessageContent, noContext } from '@cloudpa/contracts/content'
import { expect, test } from 'vitest'
import { readContent, storedContentOf, type WrittenContent } from './message-content.js'

const picture = waitingMedium('m1', 'image', 'image/jpeg')
const ad = waitingMedium('m2', 'image', 'image/jpeg')
const here = { latitude: 1, longitude: 2, label: null, address: null }
const referral = { sourceId: 's', sourceUrl: null, headline: 'Mugs', body: null, picture: ad }
const ofEvery = (body: string) => ({ v: 1, body }) as const

test.each<[WrittenContent]>([
  [{ content: { kind: 'text', ...ofEvery('Hola') } }],
  [
    {
      content: { kind: 'text', ...ofEvery('Hola') },
      forwarded: true,
      oftenForwarded: true,
      replyToSid: 'SM1',
    },
  ],
  [{ content: { kind: 'text', ...ofEvery('Hola') }, part: { of: 'm1', number: 1, count: 2 } }],
  [{ content: { kind: 'text', ...ofEvery('Hola') }, referral: { ...referral, picture: null } }],
  [{ content: { kind: 'image', ...ofEvery('Mira'), media: [picture] } }],
  [{ content: { kind: 'image', ...ofEvery(''), media: [picture] }, referral }],
  [{ content: { kind: 'text', ...ofEvery('I saw your ad') }, referral }],
  [{ content: { kind: 'location', ...ofEvery(''), ...here } }],
  [{ content: { kind: 'button', ...ofEvery('Yes'), text: 'Yes', payload: null } }],
  [{ content: { kind: 'contacts', ...ofEvery(''), media: [picture], contacts: [] } }],
  [{ content: { kind: 'unknown', ...ofEvery(' '), fields: [{ name: 'Reaction', value: '👍' }] } }],
])('%j is read back as it was', (written) => {
  const stored = storedContentOf(written)
  const row = { body: written.content.body, content: stored && JSON.parse(JSON.stringify(stored)) }
  expect(readContent(row)).toEqual({ ...noContext, ...written })
})

test('words alone store nothing but the words', () => {
  expect(storedContentOf({ content: { kind: 'text', ...ofEvery('Hola') }, ...noContext })).toBeNull()
})

test('a file is what its bytes turned out to be, and so is its message', () => {
  const page = { ...picture, state: 'ready' as const, kind: 'document' as const }
  const content = { kind: 'image', v: 1, media: [page] }
  expect(readContent({ body: '', content }).content).toMatchObject({ kind: 'document', media: [page] })
})

test.each([
  [{ kind: 'image', v: 1, media: { id: 'm1', width: 640 } }],
  [{ kind: 'text', v: 2, spans: [] }],
  [{ kind: 'image', v: 1, media: 'once a list' }],
  ['a text'],
])('a row of another version, %j, keeps its words', (content) => {
  expect(readContent({ body: 'Mira', content })).toEqual({
    ...noContext,
    content: { kind: 'unknown', v: 1, body: 'Mira', fields: [] },
  })
})

test.each([
  [
    { kind: 'text', v: 1, body: 'Hola' },
    { kind: 'text', v: 1, body: 'Hola' },
  ],
  [
    { kind: 'poll', v: 1, options: ['red'] },
    { kind: 'unknown', v: 1, body: '', fields: [] },
  ],
  [
    { kind: 'image', v: 1, body: 'Mira', id: 'm1' },
    { kind: 'unknown', v: 1, body: 'Mira', fields: [] },
  ],
  [
    { kind: 'text', v: 2, body: 'Hola' },
    { kind: 'unknown', v: 1, body: 'Hola', fields: [] },
  ],
  [undefined, { kind: 'unknown', v: 1, body: '', fields: [] }],
])('an answer of a newer server, %j, reads as %j', (sent, read) => {
  expect(MessageContent.parse(sent)).toEqual(read)
})
