import { picture, sound } from '../files.js'
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
    ],
  },
  { name: 'Hugo Rossi', lines: [[6 * day, 'we', 'Your order is ready.']] },
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
  { name: 'Lena Hoffmann', lines: longHistory },
]

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

/** Messages that are more than words, as the simulator takes them. */
export const kinds: object[] = [
  { body: 'Like this one', media: [picture] },
  { body: '', media: [sound] },
  {
    body: 'Measures',
    media: [{ contentType: 'text/plain', name: 'measures.txt', base64: 'NDAgeCA2MCBjbQ==' }],
  },
  { body: '', media: [{ ...picture, redirectTo: 'http://127.0.0.1:1/' }] },
  { body: '', params: { Latitude: '41.3874', Longitude: '2.1686', Label: 'Plaça de Catalunya' } },
]
