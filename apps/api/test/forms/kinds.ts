import { message, type FormCase } from './form-case.js'

const metadata = (context: Record<string, string>) => JSON.stringify({ type: 'whatsapp', data: { context } })
const file = (type: string) => ({
  Body: '',
  NumMedia: '1',
  MediaUrl0: 'https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME1',
  MediaContentType0: type,
})

/** At least one form of each kind of content, and the ways in which Twilio can tell it. */
export const kinds: FormCase[] = [
  message('kind: text', {}, { kind: 'text' }),
  message('kind: image', file('image/jpeg'), { kind: 'image' }),
  message('kind: video', file('video/mp4'), { kind: 'video' }),
  message('kind: voice', file('audio/ogg; codecs=opus'), { kind: 'voice' }),
  message('kind: audio', file('audio/mpeg'), { kind: 'audio' }),
  message('kind: document', file('application/pdf'), { kind: 'document' }),
  message('kind: sticker', file('image/webp'), { kind: 'sticker' }),
  message('kind: contacts', file('text/x-vcard; charset=utf-8'), {
    kind: 'contacts',
    content: { contacts: [], media: { length: 1 } },
  }),
  message('kind: location', { Body: '', Latitude: '38.7', Longitude: '-9.1' }, { kind: 'location' }),
  message(
    'kind: button, in the metadata alone',
    { Body: '', ChannelMetadata: metadata({ ButtonText: 'Sim', ButtonPayload: 'p-1' }) },
    { kind: 'button', button_text: 'Sim', button_payload: 'p-1' },
  ),
  message(
    'kind: text, a button of an SMS',
    { From: '+351912000111', To: '+15550102030', Body: 'Sim', ButtonText: 'Confirmar' },
    { kind: 'text', text: 'Sim', button_text: null },
  ),
  message(
    'kind: list',
    { Body: 'Entrega', ListId: 'delivery', ListTitle: 'Entrega' },
    { kind: 'list', content: { id: 'delivery', title: 'Entrega' } },
  ),
  message(
    'kind: list, in JSON and without words',
    {
      Body: '',
      InteractiveData: '{"list_reply":{"id":"delivery","title":"Entrega"}}',
      MessageType: 'INTERACTIVE',
    },
    { kind: 'list', text: '', content: { id: 'delivery', title: 'Entrega' } },
  ),
  message(
    'kind: flow',
    { Body: '', InteractiveData: '{"flowResponse":{"flow_token":"t","size":"M"}}' },
    { kind: 'flow', text: '', content: { answers: [{ name: 'size', value: 'M' }] } },
  ),
  message(
    'kind: flow, with what no database holds',
    { Body: '', FlowData: String.raw`{"a\u0000":"x\u0000\ud83d"}` },
    { kind: 'flow', content: { answers: [{ name: 'a', value: 'x' }] } },
  ),
  message(
    'kind: flow, of broken JSON',
    { Body: '', FlowData: '{"a":' },
    { kind: 'flow', content: { answers: [{ name: '', value: '{"a":' }] } },
  ),
  ...[
    ['objects', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
    ['lists', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
  ].map(([what, json = '']) =>
    message(
      `kind: flow, of ${what} 5,000 deep`,
      { Body: '', FlowData: json },
      { kind: 'flow', content: { answers: [{ name: '', value: json.slice(0, 1_000) }] } },
    ),
  ),
  message(
    'kind: flow, with an answer 5,000 deep',
    {
      Body: '',
      InteractiveData: JSON.stringify({
        nfm_reply: { response_json: `{"size":${'['.repeat(5_000)}${']'.repeat(5_000)}}` },
      }),
    },
    { kind: 'flow', stored: 1 },
  ),
  message(
    'kind: call permission',
    { Body: 'VOICE_CALL_REQUEST', ButtonPayload: 'ACCEPTED', MessageType: 'interactive' },
    { kind: 'call_permission', content: { granted: true } },
  ),
  message(
    'kind: call refused',
    { Body: 'VOICE_CALL_REQUEST', ButtonPayload: 'REJECTED', MessageType: 'interactive' },
    { kind: 'call_permission', content: { granted: false } },
  ),
  message(
    'kind: sandbox join',
    { To: 'whatsapp:+14155238886', Body: 'Join blue-otter' },
    { kind: 'sandbox_join', text: 'Join blue-otter' },
  ),
  message('kind: text, to join another number', { Body: 'join blue-otter' }, { kind: 'text' }),
  message(
    'kind: unknown, a reaction',
    { Body: '', ReactionEmoji: '👍', MessageType: 'reaction' },
    {
      kind: 'unknown',
      content: {
        fields: [
          { name: 'ReactionEmoji', value: '👍' },
          { name: 'MessageType', value: 'reaction' },
        ],
      },
    },
  ),
  message(
    'kind: unknown, names of a prototype',
    { Body: '', __proto__x: '1', constructor: '2', toString: '3', hasOwnProperty: '4' },
    { kind: 'unknown', no_crash: true },
  ),
  message(
    'forwarded, in the metadata alone',
    { ProfileName: null, ChannelMetadata: metadata({ Forwarded: 'true', ProfileName: 'Joana' }) },
    { forwarded: true, often_forwarded: false, profile: 'Joana' },
  ),
  message(
    'forwarded often, in the metadata alone',
    { ChannelMetadata: metadata({ FrequentlyForwarded: 'true' }) },
    { forwarded: true, often_forwarded: true },
  ),
  message(
    'metadata that is none',
    { ChannelMetadata: '{"data":[[[' },
    { kind: 'text', forwarded: false, no_crash: true },
  ),
  message(
    'an advertisement with its picture',
    {
      ReferralSourceId: '9',
      ReferralHeadline: 'Fale connosco',
      ReferralSourceUrl: 'https://fb.example/ad',
      ReferralMediaUrl: 'https://api.twilio.com/ME7',
      ReferralMediaContentType: 'image/jpeg',
      ReferralNumMedia: '1',
    },
    {
      kind: 'text',
      referral: { headline: 'Fale connosco', picture: { kind: 'image' } },
      media: ['ME7'],
    },
  ),
  message('a click without an advertisement', { ReferralCtwaClid: 'ARA1' }, { kind: 'text', referral: null }),
  message(
    'an advertisement that leads into a script',
    { ReferralSourceId: '9', ReferralSourceUrl: 'javascript:alert(1)' },
    { referral: { sourceId: '9', sourceUrl: null } },
  ),
]
