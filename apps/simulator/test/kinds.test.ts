import { expect, it } from 'vitest'
import type { InboundMessage } from '../src/model.js'
import { accountSid, bench, maria, number } from './bench.js'

const { control, write, product, reply, baseUrl, wait } = bench()

const base64 = (text: string) => Buffer.from(text).toString('base64')
const card = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nTEL:+15005550100\r\nEND:VCARD\r\n'
const file = (contentType: string, text = 'x') => [{ contentType, base64: base64(text), name: 'a.bin' }]
const answers = { flow_token: 'abcd', day: ['tue'], guests: 3 }

it.each([
  [
    { kind: 'text', body: 'Hi' },
    { Body: 'Hi', MessageType: 'text', NumMedia: '0' },
  ],
  [
    { kind: 'image', body: 'Look', files: file('image/jpeg') },
    { Body: 'Look', MessageType: 'image' },
  ],
  [
    { kind: 'video', files: file('video/mp4') },
    { MessageType: 'video', MediaContentType0: 'video/mp4' },
  ],
  [
    { kind: 'voice', files: file('audio/ogg; codecs=opus') },
    { MessageType: 'audio', MediaContentType0: 'audio/ogg; codecs=opus' },
  ],
  [
    { kind: 'audio', files: file('audio/mpeg') },
    { MessageType: 'audio', NumMedia: '1' },
  ],
  [{ kind: 'document', files: file('application/pdf') }, { MessageType: 'document' }],
  [
    { kind: 'sticker', files: file('image/webp') },
    { MessageType: 'sticker', Body: '' },
  ],
  [
    { kind: 'contacts', files: file('text/vcard', card) },
    { MessageType: 'contacts', MediaContentType0: 'text/vcard' },
  ],
  [
    { kind: 'location', latitude: 51.5, longitude: -0.25, label: 'Club', address: '187 Road' },
    { MessageType: 'location', Latitude: '51.5', Longitude: '-0.25', Label: 'Club', Address: '187 Road' },
  ],
  [
    { kind: 'button', body: 'Yes', payload: 'yes-1' },
    { MessageType: 'button', Body: 'Yes', ButtonText: 'Yes', ButtonPayload: 'yes-1', ButtonType: 'REPLY' },
  ],
  [
    { kind: 'list', body: 'Express', id: 'ship_express' },
    { MessageType: 'interactive', Body: 'Express', ListId: 'ship_express', ListTitle: 'Express' },
  ],
  [
    { kind: 'flow', answers },
    {
      MessageType: 'interactive',
      Body: '',
      FlowData: JSON.stringify(answers),
      InteractiveData: JSON.stringify({ flowResponse: answers }),
    },
  ],
  [
    { kind: 'call_permission', granted: false },
    { MessageType: 'interactive', Body: 'VOICE_CALL_REQUEST', ButtonPayload: 'REJECTED' },
  ],
  [{ kind: 'sandbox_join', body: 'join orange-tiger' }, { Body: 'join orange-tiger' }],
  [
    { kind: 'unknown', fields: { 'Poll.Question': 'Where?' } },
    { Body: '', 'Poll.Question': 'Where?' },
  ],
])('a customer sends %o in the form that Twilio posts', async (content, fields) => {
  const { sid } = await write({ from: 'maria', content })
  const [arrival] = await product().until(1)
  expect(arrival?.fields).toMatchObject({ ...fields, From: maria, To: number, MessageSid: sid })
  expect(await wait<InboundMessage>({ sid })).toMatchObject({
    direction: 'inbound',
    content: 'files' in content ? { kind: content.kind, files: [{ name: 'a.bin' }] } : content,
  })
})

it('says what a message stands in: who quoted what, how often it was passed on, which ad led here', async () => {
  const ours = (await reply({ Body: 'Shall we?' })).body['sid']
  const theirs = (await write({ from: 'maria', body: 'When?' })).sid
  const referral = {
    headline: 'Portraits',
    body: 'Book now',
    sourceId: '118',
    sourceType: 'ad',
    sourceUrl: 'https://fb.me/x',
    clickId: 'ARAk',
    file: { contentType: 'image/jpeg', base64: base64('ad') },
  }
  const body = 'Yes'
  await write({ from: 'maria', body, context: { quotedSid: ours, forwarded: 'once' } })
  await write({ from: 'maria', body, context: { quotedSid: theirs, forwarded: 'often' } })
  await write({ from: 'maria', body, context: { referral } })
  const [ofOurs, ofTheirs, ofAd] = await product().until(3, ({ fields }) => fields['Body'] === 'Yes')
  expect(ofOurs?.fields).toMatchObject({
    OriginalRepliedMessageSid: ours,
    OriginalRepliedMessageSender: number,
    Forwarded: 'true',
    ReferralNumMedia: '0',
  })
  expect(ofOurs?.fields).not.toHaveProperty('FrequentlyForwarded')
  expect(ofTheirs?.fields).toMatchObject({ OriginalRepliedMessageSender: maria, FrequentlyForwarded: 'true' })
  expect(ofAd?.fields).toMatchObject({
    ReferralHeadline: 'Portraits',
    ReferralBody: 'Book now',
    ReferralSourceId: '118',
    ReferralSourceType: 'ad',
    ReferralSourceUrl: 'https://fb.me/x',
    ReferralCtwaClid: 'ARAk',
    ReferralNumMedia: '1',
    ReferralMediaContentType: 'image/jpeg',
    ReferralMediaUrl: expect.stringMatching(/^https:\/\/api\.twilio\.com\/.*\/Media\/ME[0-9a-f]{32}$/),
  })
})

it('takes words and files without a kind, and no kind with words beside it', async () => {
  const { sid } = await write({ from: 'maria', body: 'Look', media: file('image/png') })
  expect(await wait<InboundMessage>({ sid })).toMatchObject({ content: { kind: 'image', body: 'Look' } })
  const both = { from: 'maria', body: 'x', content: { kind: 'text', body: 'y' } }
  expect((await control('POST', '/messages', both)).status).toBe(400)
  for (const content of [
    { kind: 'image', files: [] },
    { kind: 'location', latitude: 91, longitude: 0 },
  ]) {
    expect((await control('POST', '/messages', { from: 'maria', content })).status).toBe(400)
  }
})

it('shows a file to the phone, and opens nothing there that could run', async () => {
  const sent = async (contentType: string, text: string, headers: Record<string, string> = {}) => {
    const { sid } = await write({ from: 'maria', media: file(contentType, text) })
    const { content } = await wait<InboundMessage>({ sid })
    const kept = 'files' in content ? content.files[0]?.sid : undefined
    return fetch(`${baseUrl()}/_sim/media/${accountSid}/${kept}`, { headers })
  }
  const picture = await sent('image/jpeg', 'bytes')
  expect([picture.headers.get('content-type'), await picture.text()]).toEqual(['image/jpeg', 'bytes'])
  expect(picture.headers.get('content-disposition')).toMatch(/^inline/)
  const part = await sent('video/mp4', 'from here on', { range: 'bytes=5-8' })
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
    206,
    'bytes 5-8/12',
    'here',
  ])
  expect((await sent('video/mp4', 'short', { range: 'bytes=9-' })).status).toBe(416)
  for (const type of ['text/html', 'image/svg+xml']) {
    const { headers } = await sent(type, '<svg onload="x"/>')
    expect(headers.get('content-disposition')).toMatch(/^attachment/)
    expect(headers.get('content-security-policy')).toContain('sandbox')
  }
  expect((await fetch(`${baseUrl()}/_sim/media/${accountSid}/ME1`)).status).toBe(404)
})
