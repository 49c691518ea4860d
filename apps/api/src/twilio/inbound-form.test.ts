import { expect, it } from 'vitest'
import { FlatForm } from './flat-form.js'
import { readInboundForm } from './inbound-form.js'

const essentials = { MessageSid: 'SM1', AccountSid: 'AC1', From: 'whatsapp:+15005550006' }

const channelMetadata = (context: unknown) => JSON.stringify({ type: 'whatsapp', data: { context } })

function read(fields: Record<string, string>) {
  return readInboundForm(new FlatForm(new URLSearchParams({ ...essentials, ...fields }).toString()))
}

it.each([
  ['fits', 'a'.repeat(4_096), 'a'.repeat(4_096)],
  ['is longer', 'a'.repeat(250_000), 'a'.repeat(4_096)],
  ['is all emoji', '🙂'.repeat(5_000), '🙂'.repeat(4_096)],
  ['would be cut within one', `a${'🙂'.repeat(5_000)}`, `a${'🙂'.repeat(4_095)}`],
])('keeps whole characters of a body that %s', (_, sent, kept) => {
  expect(read({ Body: sent })?.contentWith([]).body === kept).toBe(true)
})

const long = 'x'.repeat(200_000)
const clipped = long.slice(0, 1_000)

it('makes no message of more than some kilobytes, whatever its form holds', () => {
  const decoration = ['Label', 'Address', 'ReferralSourceId', 'ReferralHeadline', 'ReferralBody']
  const exact = ['ReferralSourceUrl', 'ReferralMediaUrl', 'OriginalRepliedMessageSid', 'MediaUrl0']
  const fields = [...decoration, ...exact, 'MediaContentType1', 'ProfileName', 'Body', 'ExternalUserId']
  const media = Array.from({ length: 400 }, (_, index) => [`MediaUrl${index + 1}`, `https://x.test/${index}`])
  const form = {
    Latitude: '1',
    Longitude: '2',
    ...Object.fromEntries([...media, ...fields.map((name) => [name, long])]),
  }
  const message = read(form)
  const content = message?.contentWith([])
  expect(content).toMatchObject({ kind: 'location', label: clipped, address: clipped })
  expect(message?.referral).toEqual({
    sourceId: clipped,
    sourceUrl: null,
    headline: clipped,
    body: clipped,
    picture: null,
  })
  expect(message?.context.replyToSid).toBeNull()
  expect(message?.media.map(({ url }) => url)).toEqual(media.slice(0, 10).map(([, url]) => url))
  expect(JSON.stringify({ ...message, content }).length).toBeLessThan(20_000)
})

it('keeps so much of a form that says nothing known that a person can look at it', () => {
  const strange = Array.from({ length: 400 }, (_, index) => [`Strange${index}`, long])
  const content = read(Object.fromEntries(strange))?.contentWith([])
  expect(content).toMatchObject({ kind: 'unknown', fields: { length: 40 } })
  expect(content).toHaveProperty('fields.0', { name: 'Strange0', value: clipped })
})

it.each([
  [{ Body: 'Hola' }, { kind: 'text', body: 'Hola' }],
  [
    { Latitude: '40.4', Longitude: '-3.7' },
    { kind: 'location', latitude: 40.4, longitude: -3.7, label: null },
  ],
  [{ Body: 'x', Latitude: '91', Longitude: '0' }, { kind: 'text' }],
  [
    { Body: 'Yes', ButtonText: 'Yes', ButtonPayload: 'y' },
    { kind: 'button', text: 'Yes', payload: 'y' },
  ],
  [
    { ListId: 'l', ListTitle: 'Express' },
    { kind: 'list', id: 'l', title: 'Express' },
  ],
  [
    { MessageType: 'interactive', FlowData: '{"size":"M","extras":["gift"]}' },
    {
      kind: 'flow',
      answers: [
        { name: 'size', value: 'M' },
        { name: 'extras', value: 'gift' },
      ],
    },
  ],
  [{ InteractiveData: 'no JSON' }, { kind: 'flow', answers: [{ name: '', value: 'no JSON' }] }],
  [
    { Body: 'VOICE_CALL_REQUEST', ButtonPayload: 'ACCEPTED' },
    { kind: 'call_permission', granted: true },
  ],
  [
    { Body: 'VOICE_CALL_REQUEST', ButtonPayload: 'REJECTED' },
    { kind: 'call_permission', granted: false },
  ],
  [{ To: 'whatsapp:+14155238886', Body: 'join brown-fox' }, { kind: 'sandbox_join' }],
  [{ To: 'whatsapp:+34600000000', Body: 'join brown-fox' }, { kind: 'text' }],
  [{ ReactionEmoji: '👍' }, { kind: 'unknown', fields: [{ name: 'ReactionEmoji', value: '👍' }] }],
  [
    {},
    {
      kind: 'unknown',
      fields: [
        { name: 'MessageSid', value: 'SM1' },
        { name: 'From', value: essentials.From },
      ],
    },
  ],
  [{ Latitude: ' ', Longitude: ' ' }, { kind: 'unknown' }],
  [{ Latitude: '0x10', Longitude: '1' }, { kind: 'unknown' }],
  [
    { Latitude: ' -33.4', Longitude: '1e1' },
    { kind: 'location', latitude: -33.4, longitude: 10 },
  ],
  [
    { From: '+15005550006', Body: 'Msg', ButtonText: 'Confirm' },
    { kind: 'text', body: 'Msg' },
  ],
  [
    { ChannelMetadata: channelMetadata({ ButtonText: 'Confirm', ButtonPayload: 'c' }) },
    { kind: 'button', text: 'Confirm', payload: 'c' },
  ],
  [
    { ButtonText: 'Own', ChannelMetadata: channelMetadata({ ButtonText: 'Repeated' }) },
    { kind: 'button', text: 'Own' },
  ],
  [
    {
      InteractiveData:
        '{"type":"list_reply","list_reply":{"id":"x1","title":"Express","description":"1 day"}}',
    },
    { kind: 'list', id: 'x1', title: 'Express' },
  ],
  [{ InteractiveData: '{"listReply":{"id":"x1"}}' }, { kind: 'list', id: 'x1', title: null }],
  [
    { InteractiveData: '{"button_reply":{"id":"y","title":"Yes"}}' },
    { kind: 'button', text: 'Yes', payload: 'y' },
  ],
  [
    {
      InteractiveData:
        '{"nfm_reply":{"name":"flow","response_json":"{\\"flow_token\\":\\"t\\",\\"size\\":\\"M\\"}"}}',
    },
    { kind: 'flow', answers: [{ name: 'size', value: 'M' }] },
  ],
  [
    { InteractiveData: '{"call_permission_reply":{"response":"reject"}}' },
    { kind: 'call_permission', granted: false },
  ],
  [
    { InteractiveData: '{"flowResponse":{"flow_token":"t","many":["1_A","2_B"],"deep":{"a":1}}}' },
    {
      kind: 'flow',
      answers: [
        { name: 'many', value: '1_A, 2_B' },
        { name: 'deep', value: '{"a":1}' },
      ],
    },
  ],
  // What JSON can hold and the database can not.
  [
    { FlowData: String.raw`{"a\u0000b":"x\u0000\ud83dy"}` },
    { kind: 'flow', answers: [{ name: 'ab', value: 'xy' }] },
  ],
  [{ To: '+14155238886', Body: ' Join three-word-code2 ' }, { kind: 'sandbox_join' }],
  [{ To: 'whatsapp:+14155238886', Body: 'join us tomorrow' }, { kind: 'text' }],
])('%j says %j', (fields, content) => {
  expect(read(fields as unknown as Record<string, string>)?.contentWith([])).toMatchObject(content)
})

it.each([
  ['top level', { Forwarded: 'true', ProfileName: 'Ana' }],
  ['metadata', { ChannelMetadata: channelMetadata({ Forwarded: 'true', ProfileName: 'Ana', WaId: '1' }) }],
  [
    'metadata with other types',
    { ChannelMetadata: channelMetadata({ forwarded: true, profileName: 'Ana' }) },
  ],
])('reads forwarding and the name from %s', (_, fields) => {
  expect(read(fields as unknown as Record<string, string>)).toMatchObject({
    profileName: 'Ana',
    context: { forwarded: true, oftenForwarded: false },
  })
})

it.each([
  ['no JSON', '{'],
  ['null', 'null'],
  ['an array', '[]'],
  ['no context', '{"type":"whatsapp","data":{}}'],
  ['another shape', channelMetadata('x')],
  ['objects for values', channelMetadata({ ProfileName: { a: 1 }, Forwarded: [] })],
  ['a prototype', '{"data":{"context":{"__proto__":{"ProfileName":"x"}}}}'],
  ['depth', `${'['.repeat(90_000)}${']'.repeat(90_000)}`],
  ['length', channelMetadata({ ProfileName: long })],
])('takes metadata of %s for none', (_, ChannelMetadata) => {
  const message = read({ Body: 'x', ChannelMetadata })
  expect(message?.contentWith([])).toEqual({ kind: 'text', v: 1, body: 'x' })
  expect(message).toMatchObject({ profileName: undefined, context: { forwarded: false } })
})

it.each([
  [{ ReferralHeadline: 'Come in' }, { sourceId: null, headline: 'Come in' }],
  [{ ReferralMediaUrl: 'https://x.test/1' }, { picture: { url: 'https://x.test/1', contentType: null } }],
  [
    { ReferralBody: 'x', ReferralSourceUrl: 'javascript:alert(1)' },
    { body: 'x', sourceUrl: null },
  ],
])('shows an advertisement that lacks its source: %j', (fields, referral) => {
  expect(read(fields as unknown as Record<string, string>)?.referral).toMatchObject(referral)
})

it('takes a click alone, and a count of none, for no advertisement', () => {
  expect(read({ ReferralCtwaClid: 'A', ReferralNumMedia: '0', ReferralMediaId: '' })?.referral).toBeNull()
})
