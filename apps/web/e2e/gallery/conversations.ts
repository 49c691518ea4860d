/** One message of a staged conversation. */
export interface Line {
  from: 'them' | 'us'
  /** No two of a conversation say the same: that is how each is found again. */
  body: string
  minutesAgo: number
  /** What became of one of ours; read unless told otherwise. */
  status?: 'delivered' | 'failed' | 'unconfirmed'
  /** Why it failed, as Twilio's code. */
  errorCode?: string
  /** Fields of Twilio's form, for what is not words alone. */
  params?: Record<string, string>
}

/** What one customer and the studio have said. */
export interface Staged {
  name: string
  lines: Line[]
  /** How many of the customer's last messages nobody has read. */
  unread?: number
  /** Whether the customer's own messages are taken out again: the studio has begun, and they have not answered. */
  neverWrote?: true
}

const hour = 60
const day = 24 * hour

const them = (minutesAgo: number, body: string, params?: Line['params']): Line => ({
  from: 'them',
  body,
  minutesAgo,
  ...(params ? { params } : {}),
})
const us = (minutesAgo: number, body: string, outcome: Pick<Line, 'status' | 'errorCode'> = {}): Line => ({
  from: 'us',
  body,
  minutesAgo,
  ...outcome,
})

const media = (contentType: string) => ({
  NumMedia: '1',
  MediaContentType0: contentType,
  MediaUrl0: 'https://api.twilio.com/2010-04-01/Accounts/ACx/Messages/MMx/Media/MEx',
})

/** A thread of more than one page, the newest last. */
const history = Array.from({ length: 130 }, (_, index) =>
  them(2 * day - index * 12, `Glaze test ${index + 1}: a little more blue than the one before.`),
)

/** A small studio's Tuesday: each customer is there for something that a picture has to show. */
export const conversations: Staged[] = [
  {
    name: 'María López',
    unread: 2,
    lines: [
      them(26 * hour, 'Hola Marisol! I saw your bowls at the market on Saturday'),
      them(26 * hour - 1, 'Do you still have the blue ones? I would take four'),
      us(25 * hour, 'Hola María! Six are left. I can put four aside for you until Friday.'),
      us(25 * hour - 1, 'They are 28 € each.'),
      them(24 * hour - 90, '😍🥣'),
      us(3 * hour, 'Then they are yours: https://studio-marisol.example/orders/2117', {
        status: 'delivered',
      }),
      them(38, 'Perfect! Can I pick them up on Saturday?'),
      them(37, 'After 11, if that’s fine'),
    ],
  },
  {
    name: 'Jonas Becker',
    unread: 1,
    lines: [
      us(3 * day, 'Hallo Jonas, the next class begins on the 12th at 18:30.'),
      them(23 * hour + 13, 'Is the wheel-throwing class full already?'),
    ],
  },
  { name: 'Grace Okafor', unread: 1, lines: [them(24 * hour - 7, 'Could the teapot be here by the 4th?')] },
  {
    name: 'Amina Diallo',
    lines: [
      them(5 * hour, 'The vase arrived today, not a scratch. Thank you so much!'),
      us(4 * hour, 'That makes my day. Enjoy it!'),
    ],
  },
  {
    name: 'Tom Whitfield',
    lines: [
      them(6 * hour, 'Could you send me the invoice for October?'),
      us(5 * hour, 'It’s on its way to your e-mail.', { status: 'failed', errorCode: '63024' }),
      us(5 * hour - 30, 'Did it arrive?', { status: 'unconfirmed' }),
    ],
  },
  {
    name: 'Mei Chen',
    lines: [
      them(3 * day, 'Do you ship to Australia?'),
      us(3 * day - 20, 'We do, by the slow boat. About six weeks.'),
    ],
  },
  { name: 'Hugo Rossi', neverWrote: true, lines: [them(7 * day, 'x'), us(6 * day, 'Your order is ready.')] },
  {
    name: 'Maximiliane-Charlotte Freifrau von Hohenstein-Wartburg und zu Donaudampfschiff',
    lines: [
      them(8 * hour, `${'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbau'.repeat(3)}?`),
      us(7 * hour, `https://studio-marisol.example/${'a-very-long-address-'.repeat(9)}`),
      them(7 * hour - 2, `${'It goes on and on, as some do. '.repeat(24)}Regards`),
    ],
  },
  {
    name: 'ليلى حداد',
    lines: [
      them(9 * hour, 'مرحبا، هل ما زالت الأوعية الزرقاء متوفرة؟ أريد أربعة من فضلك.'),
      us(9 * hour - 5, 'Hello Layla, yes: 4 × 28 €.'),
      them(9 * hour - 9, 'شكرا! متى يمكنني المرور؟ Saturday?'),
    ],
  },
  {
    name: 'Sofia Silva',
    lines: [
      them(11 * hour, 'Like this one', media('image/jpeg')),
      them(11 * hour - 1, '', media('audio/ogg')),
      them(11 * hour - 2, 'Measures', media('application/pdf')),
      them(11 * hour - 3, 'Here?', { Latitude: '41.3874', Longitude: '2.1686', Label: 'Plaça de Catalunya' }),
    ],
  },
  { name: 'Lena Hoffmann', lines: history },
]
