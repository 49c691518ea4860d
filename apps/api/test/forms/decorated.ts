import { message, type FormCase } from './form-case.js'

const original = 'SMdddddddddddddddddddddddddddddddd'

/** Places, buttons, advertisements, quotations: what a message can carry besides text and files. */
export const decorated: FormCase[] = [
  message(
    'place',
    { Body: '', Latitude: '38.7223', Longitude: '-9.1393', MessageType: 'location' },
    { location: { lat: 38.7223, lng: -9.1393, label: null, address: null }, text: '' },
  ),
  message(
    'place with a name',
    {
      Body: '',
      Latitude: '38.6916',
      Longitude: '-9.2160',
      Label: 'Torre de Belém',
      Address: 'Av. Brasília, 1400-038 Lisboa',
    },
    {
      location: {
        lat: 38.6916,
        lng: -9.216,
        label: 'Torre de Belém',
        address: 'Av. Brasília, 1400-038 Lisboa',
      },
    },
  ),
  message('a place at zero', { Latitude: '0', Longitude: '0' }, { location: { lat: 0, lng: 0 } }),
  message('a place beyond the pole', { Latitude: '91', Longitude: '0' }, { location: null, stored: 1 }),
  message('a place in words', { Latitude: 'north', Longitude: 'west' }, { location: null, stored: 1 }),
  message('half a place', { Latitude: '38.7' }, { location: null, stored: 1 }),
  message(
    'button',
    { Body: 'Sim', ButtonText: 'Sim', ButtonPayload: 'confirm-31', MessageType: 'button' },
    { text: 'Sim', button_text: 'Sim', button_payload: 'confirm-31' },
  ),
  message('button without a payload', { ButtonText: 'Não' }, { button_text: 'Não', button_payload: null }),
  message('button without a text', { ButtonPayload: 'p-1' }, { button_text: null, button_payload: 'p-1' }),
  message(
    'choice from a list',
    { Body: 'Entrega', ListId: 'delivery', ListTitle: 'Entrega', MessageType: 'interactive' },
    { text: 'Entrega' },
  ),
  message(
    'filled-in flow',
    {
      Body: '',
      MessageType: 'interactive',
      InteractiveData: '{"flowResponse":{"a":["1"]}}',
      FlowData: '{"a":["1"]}',
    },
    { text: '', stored: 1 },
  ),
  message(
    'advertisement',
    {
      Body: 'Vi o anúncio',
      ReferralSourceId: '120200000000001',
      ReferralSourceType: 'ad',
      ReferralSourceUrl: 'https://fb.example/ad',
      ReferralHeadline: 'Fale connosco',
      ReferralBody: 'Responder no WhatsApp',
      ReferralCtwaClid: 'ARA1',
    },
    { text: 'Vi o anúncio', referral_source_id: '120200000000001' },
  ),
  message(
    'advertisement without a source',
    { ReferralHeadline: 'Fale connosco' },
    { referral_source_id: null, stored: 1 },
  ),
  message('forwarded', { Forwarded: 'true' }, { forwarded: true }),
  message('forwarded by many', { FrequentlyForwarded: 'true' }, { forwarded: true }),
  message('not forwarded', { Forwarded: 'false' }, { forwarded: false }),
  message(
    'quotation',
    {
      Body: 'Sim, esse',
      OriginalRepliedMessageSid: original,
      OriginalRepliedMessageSender: 'whatsapp:+15550102030',
    },
    { text: 'Sim, esse', reply_to: original },
  ),
  message(
    'all at once',
    {
      Latitude: '1',
      Longitude: '2',
      ButtonText: 'Ok',
      ReferralSourceId: '9',
      Forwarded: 'true',
      OriginalRepliedMessageSid: original,
      NumMedia: '1',
      MediaUrl0: 'https://api.twilio.com/ME1',
    },
    {
      // Of what it carries the files come first; everything else of its words and around them is there as well.
      kind: 'document',
      text: 'Bom dia',
      referral_source_id: '9',
      forwarded: true,
      reply_to: original,
      media: ['ME1'],
    },
  ),
  message(
    'another channel',
    { From: 'rcs:+351912000111', ChannelMetadata: '{"type":"rcs","data":{}}' },
    { stored: '0 or 1', no_crash: true },
  ),
]
