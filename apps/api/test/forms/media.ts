import { message, type FormCase } from './form-case.js'

const at = (name: string) => `https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/${name}`

/** One attachment of a content type, as Twilio names it. */
function attachment(id: string, type: string): FormCase {
  return message(
    id,
    {
      MessageSid: 'MM0123456789abcdef0123456789abcdef',
      Body: '',
      NumMedia: '1',
      MediaContentType0: type,
      MediaUrl0: at('ME1'),
    },
    {
      text: '',
      media_types: [type],
      media_count: 1,
      media: ['ME1'],
      sid: 'MM0123456789abcdef0123456789abcdef',
    },
  )
}

function several(count: number, change: Record<string, string | null> = {}): Record<string, string | null> {
  const fields: Record<string, string | null> = { NumMedia: String(count) }
  for (let index = 0; index < count; index += 1) {
    fields[`MediaUrl${index}`] = at(`ME${index}`)
    fields[`MediaContentType${index}`] = 'image/jpeg'
  }
  return { ...fields, ...change }
}

/** Messages with attachments. */
export const media: FormCase[] = [
  attachment('image', 'image/jpeg'),
  attachment('png', 'image/png'),
  attachment('gif', 'image/gif'),
  attachment('sticker', 'image/webp'),
  attachment('video', 'video/mp4'),
  attachment('voice', 'audio/ogg; codecs=opus'),
  attachment('recording', 'audio/amr'),
  attachment('music', 'audio/mpeg'),
  attachment('pdf', 'application/pdf'),
  attachment('text document', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
  attachment('table', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
  attachment('contact card', 'text/vcard'),
  attachment('old contact card', 'text/x-vcard'),
  attachment('anything', 'application/octet-stream'),
  attachment('web page', 'text/html'),
  attachment('drawing with scripts', 'image/svg+xml'),
  message('with a caption', { ...several(1), Body: 'Que tal?' }, { text: 'Que tal?', media_count: 1 }),
  message('two', several(2, { MediaContentType1: 'image/png' }), {
    media_types: ['image/jpeg', 'image/png'],
    media: ['ME0', 'ME1'],
  }),
  message('ten, in their order', several(10), {
    media_count: 10,
    media: Array.from({ length: 10 }, (_, index) => `ME${index}`),
  }),
  message('no content type', several(1, { MediaContentType0: null }), { media_types: [null] }),
  message('more counted than there', several(1, { NumMedia: '5' }), { media_count: 1, stored: 1 }),
  message('fewer counted than there', several(2, { NumMedia: '0' }), { media_count: 2 }),
  message('counted in words', { NumMedia: 'many' }, { media_count: 0, stored: 1 }),
  message('counted below zero', { NumMedia: '-3' }, { media_count: 0, stored: 1 }),
  message('counted beyond all bounds', { NumMedia: '99999999999' }, { media_count: 0, stored: 1 }),
  message(
    'a gap in the numbers',
    { NumMedia: '2', MediaUrl0: at('ME0'), MediaUrl7: at('ME7') },
    { media: ['ME0', 'ME7'] },
  ),
  message(
    'an address without a host',
    { NumMedia: '1', MediaUrl0: 'cat.jpg' },
    { media: ['cat.jpg'], stored: 1 },
  ),
  message(
    'an address inside',
    { NumMedia: '1', MediaUrl0: 'http://169.254.169.254/latest/meta-data', MediaContentType0: 'image/png' },
    { fetched: false, credentials_sent: false, stored: 1 },
  ),
]
