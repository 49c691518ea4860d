import { picture, sound, voiceNote } from '../files.js'
import { randomInt, randomUUID } from 'node:crypto'

type Line = [minutesAgo: number, by: 'they' | 'we', body: string, status?: 'sent' | 'delivered']

interface Past {
  name: string
  unread?: number
  lines: Line[]
}

const hour = 60
const day = 24 * hour

/** What Twilio has said nothing about. */
export const stuck = 'Did it arrive?'

/** Who asked not to be written to: what a seed holds is history, which nobody reads a wish out of. */
export const optedOut = 'Irene Castro'

/** A thread of more than one page. */
const longHistory = Array.from({ length: 130 }, (_, index): Line => [
  4 * day - index * 12,
  index % 5 === 4 ? 'we' : 'they',
  `Glaze test ${index + 1}: a little more blue than the one before.`,
])

/** What the demo's day has not. Each customer is there for one thing. */
const further: Past[] = [
  {
    name: 'Grace Okafor',
    unread: 1,
    lines: [[day - 7, 'they', 'Could the teapot be here by the 4th?']],
  },
  {
    name: 'Omar Haddad',
    lines: [
      [3 * day, 'they', 'Do you ship to Australia?'],
      [3 * day - 20, 'we', 'We do, by the slow boat. About six weeks.'],
      [3 * day - 21, 'we', 'Which glaze would you like?'],
    ],
  },
  { name: optedOut, lines: [[11 * hour, 'they', 'Stop']] },
  { name: 'Hugo Rossi', lines: [[6 * day, 'we', 'Hi Hugo, your order *2117* is ready.']] },
  {
    name: 'Elif Yılmaz',
    lines: [
      [6 * hour, 'they', 'Could you send me the invoice for October?'],
      [5 * hour, 'we', 'It’s on its way: https://studio-marisol.example/invoices/2117', 'delivered'],
      [4 * hour, 'we', stuck, 'sent'],
    ],
  },
  {
    name: 'Maximiliane-Charlotte Freifrau von Hohenstein-Wartburg und zu Donaudampfschiff',
    lines: [
      [8 * hour, 'they', `${'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbau'.repeat(3)}?`],
      [7 * hour, 'we', `https://studio-marisol.example/${'a-very-long-address-'.repeat(9)}`],
      [7 * hour - 2, 'they', `${'It goes on and on, as some do. '.repeat(24)}Regards`],
      [7 * hour - 3, 'they', '😍🥣'],
    ],
  },
  {
    name: 'ليلى حداد',
    lines: [
      [9 * hour, 'they', 'مرحبا، هل ما زالت الأوعية الزرقاء متوفرة؟ أريد أربعة من فضلك.'],
      [9 * hour - 5, 'we', 'Hello Layla, yes: 4 × 28 €.'],
      [9 * hour - 9, 'they', 'شكرا! متى يمكنني المرور؟ Saturday?'],
    ],
  },
  {
    name: 'Noor Aydin',
    lines: [
      [26 * hour, 'they', 'join copper-kiln'],
      [25 * hour, 'they', 'VOICE_CALL_REQUEST'],
      [25 * hour - 5, 'they', 'I’d rather write. Where are you?'],
      [24 * hour + 20, 'we', 'Studio Marisol, through the yard'],
    ],
  },
  { name: 'Lena Hoffmann', lines: longHistory },
]

/** What some of these lines were besides words, by their words: the seed command writes texts alone. */
export const meant: Record<string, object> = {
  'join copper-kiln': { kind: 'sandbox_join' },
  VOICE_CALL_REQUEST: { kind: 'call_permission', granted: false },
  'Studio Marisol, through the yard': {
    kind: 'location',
    body: '',
    latitude: 41.3833,
    longitude: 2.1777,
    label: 'Studio Marisol, through the yard',
    address: null,
  },
  'Hi Hugo, your order *2117* is ready.': {
    ...template('order_ready', 'Hi Hugo, your order *2117* is ready.'),
    header: 'Studio Marisol',
    mediaUrl: 'https://studio-marisol.example/pictures/shelf.jpg',
    footer: 'Calle del Horno 14',
    buttons: [
      { kind: 'quick_reply', text: 'I’ll come by', value: 'come' },
      { kind: 'url', text: 'See opening hours', value: 'https://studio-marisol.example/hours' },
    ],
  },
  'Which glaze would you like?': {
    ...template('glazes', 'Which glaze would you like?'),
    listButton: 'Glazes',
    items: [
      { id: 'celadon', title: 'Celadon', description: 'Grey-green, over white' },
      { id: 'shino', title: 'Shino', description: null },
    ],
  },
}

/** What was sent as a template, with nothing around its words. */
function template(name: string, body: string) {
  return {
    kind: 'template',
    body,
    templateId: '00000000-0000-7000-8000-000000000001',
    name,
    language: 'en',
    sid: `HX${'0'.repeat(32)}`,
    values: {},
    header: null,
    mediaUrl: null,
    footer: null,
    buttons: [],
    listButton: null,
    items: [],
  }
}

/** The further conversations over one number, as the seed command takes them. */
export function furtherPast(number: string): object[] {
  return further.map(({ name, unread = 0, lines }) => ({
    number,
    from: `whatsapp:+1202${randomInt(1_000_000, 9_999_999)}`,
    profileName: name,
    unread,
    messages: lines.map(([minutesAgo, by, body, status = 'read']) => ({
      direction: by === 'they' ? 'inbound' : 'outbound',
      at: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
      body,
      sid: `SM${randomUUID().replaceAll('-', '')}`,
      ...(by === 'we' ? { status } : {}),
    })),
  }))
}

const measures = { contentType: 'text/plain', name: 'measures.txt', base64: 'NDAgeCA2MCBjbQ==' }

const card = [
  'BEGIN:VCARD',
  'VERSION:3.0',
  'N:Molina;Javier;;;',
  'FN:Javier Molina',
  'ORG:Cerámicas Molina;',
  'TEL;type=CELL;waid=34655208140:+34 655 20 81 40',
  'EMAIL:javier@molina.example',
  'END:VCARD',
].join('\r\n')

interface Sent {
  content: object
  context?: { quotedSid?: string; forwarded?: 'once' | 'often'; referral?: object }
}

/** Messages that are more than words, as the simulator takes them, by who sends them. */
export const kinds: Record<string, Sent[]> = {
  'Sofia Silva': [
    { content: { kind: 'image', body: 'Like this one', files: [picture] } },
    { content: { kind: 'audio', files: [sound] } },
    { content: { kind: 'voice', files: [voiceNote] } },
    { content: { kind: 'document', body: 'Measures', files: [measures] } },
    { content: { kind: 'image', files: [{ ...picture, redirectTo: 'http://127.0.0.1:1/' }] } },
    {
      content: {
        kind: 'location',
        latitude: 41.3874,
        longitude: 2.1686,
        label: 'Plaça de Catalunya',
        address: 'Plaça de Catalunya, 08002 Barcelona',
      },
    },
  ],
  'Zoe Martin': [
    {
      content: { kind: 'text', body: 'Hi! Is this for beginners too?' },
      context: {
        referral: {
          headline: 'Throw your first bowl in a morning',
          body: 'Six wheels, one teacher, and clay for everybody.',
          sourceUrl: 'https://fb.me/3kTest',
          sourceType: 'ad',
          sourceId: '1203',
          file: picture,
        },
      },
    },
    { content: { kind: 'contacts', files: [{ contentType: 'text/vcard', base64: base64(card) }] } },
    { content: { kind: 'button', body: 'Yes, both of us', payload: 'both' } },
    { content: { kind: 'list', body: 'Stoneware, speckled', id: 'clay-2' } },
    {
      content: {
        kind: 'flow',
        answers: { Day: 'Saturday 28 November', People: '2', 'Before?': 'Never' },
      },
    },
    { content: { kind: 'call_permission', granted: true } },
    {
      content: { kind: 'text', body: 'Workshop for teams: 12 people, Friday 11 December, budget 600.' },
      context: { forwarded: 'often' },
    },
    { content: { kind: 'unknown', fields: { MessageType: 'product_inquiry', ProductId: '88213' } } },
  ],
  'Ines Prado': [
    {
      content: {
        kind: 'text',
        body: 'What I need:\n- *two* bowls\n- a _deep_ plate\n1. grey\n2. blue\n> Glaze 4471, as last year\nCode at the door: `4471#`',
      },
    },
    {
      content: {
        kind: 'text',
        body: 'قائمة الطلب:\n- *وعاءان*\n1. رمادي\n> كما في العام الماضي https://studio-marisol.example',
      },
    },
    { content: { kind: 'image', body: 'Everything from Saturday’s firing.', files: Array(7).fill(picture) } },
    { content: { kind: 'image', files: [picture, picture] } },
    {
      content: { kind: 'text', body: 'Then please add the small bowl too.' },
      context: { quotedSid: 'first' },
    },
    { content: { kind: 'text', body: 'As I said.' }, context: { quotedSid: `SM${'0'.repeat(32)}` } },
  ],
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
