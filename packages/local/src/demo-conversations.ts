import { createHash } from 'node:crypto'

/** What was written, by whom, and how many minutes before the demo began. */
type Line = [minutesAgo: number, by: 'they' | 'we', body: string, end?: End]
/** What became of what we wrote: read, if nothing is said. */
type End = 'read' | 'delivered' | { failed: string }

/** Where a conversation stands: finished until they write, or put off and back by now. */
type Stand = { state: 'done' } | { returned: 'snooze_over' }

interface Customer {
  /** As the simulator calls them. */
  id: string
  name: string
  /** Where they write from. */
  from: string
  userId?: string
  unread?: number
  /** What was done about it last. */
  stand?: Stand
  lines: Line[]
}

const hour = 60
const day = 24 * hour

/** An ordinary week of a ceramics studio, up to the minute before it is opened for the first time. */
const customers: Customer[] = [
  {
    id: 'maria',
    name: 'María López',
    from: 'whatsapp:+12025550141',
    lines: [
      [4 * day + 190, 'they', '¡Hola! Vi tu puesto en el mercado 😍'],
      [4 * day + 189, 'they', '¿Te quedan cuencos azules? Me llevaría cuatro'],
      [4 * day + 170, 'we', '¡Hola, María! Qué bien que te gustaran.'],
      [4 * day + 169, 'we', 'Me quedan tres, y el cuarto sale del horno esta semana. ¿Te sirve así?'],
      [4 * day + 151, 'they', 'Perfecto, no tengo prisa 🙂'],
      [4 * day + 150, 'they', '¿Se pueden meter en el lavavajillas?'],
      [4 * day + 133, 'we', 'Sí, y también en el microondas. El horno mejor no.'],
      [4 * day + 120, 'they', 'Genial. ¿Cuánto sería por los cuatro?'],
      [4 * day + 112, 'we', '28 € cada uno, así que 112 €. Si te los llevas aquí, te regalo un platito.'],
      [4 * day + 110, 'they', '¡Trato hecho!'],
      [2 * day + 320, 'we', 'Buenos días, María. El cuarto ya está en el horno, mañana abrimos.'],
      [2 * day + 300, 'they', 'Qué nervios, jaja. Mándame una foto cuando salga'],
      [2 * day + 296, 'we', 'Prometido.'],
      [day + 260, 'we', 'Ha salido precioso. Un poco más oscuro que los otros, pero hacen buena familia.'],
      [day + 244, 'they', 'Me encanta que no sean iguales ❤️'],
      [day + 243, 'they', '¿Puedo pasar mañana por la tarde?'],
      [day + 230, 'we', 'Claro, estoy hasta las siete.'],
      [day + 228, 'they', 'Pues a las seis estoy ahí. ¡Gracias, Marisol!'],
      [5 * hour + 12, 'they', 'Una cosa más: ¿me los envuelves para regalo?'],
      [4 * hour + 51, 'we', 'Por supuesto, con papel de seda y lazo. ¡Hasta luego!'],
      [4 * hour + 47, 'they', 'Eres un sol ☀️'],
    ],
  },
  {
    id: 'jonas',
    name: 'Jonas Becker',
    from: 'whatsapp:+4915228817386',
    unread: 1,
    lines: [
      [3 * day + 95, 'they', 'Hallo, gibt es bald wieder einen Töpferkurs für Anfänger?'],
      [3 * day + 80, 'we', 'Hallo Jonas! Ja, am Samstag von 10 bis 13 Uhr. Zwei Plätze sind noch frei.'],
      [3 * day + 71, 'they', 'Klingt gut, ich frage meine Freundin.'],
      // A day, less the hour and forty minutes in which he can still be answered.
      [day - 100, 'they', 'Sie ist dabei! Sind die zwei Plätze am Samstag noch frei?'],
    ],
  },
  {
    id: 'tom',
    name: 'Tom Whitfield',
    from: 'whatsapp:+447700900152',
    lines: [
      [day + 402, 'they', 'Morning! Any chance of six mugs for the office this month?'],
      [day + 371, 'we', 'Morning, Tom. Yes, if you can settle on a glaze this week.'],
      [day + 355, 'they', 'The speckled one from your window, please.'],
      [3 * hour + 26, 'they', 'How much would they be, and do you deliver in Leeds?'],
      [
        3 * hour + 4,
        'we',
        '£22 each, and £9 for the courier to Leeds. Shall I put you down for six?',
        { failed: '30008' },
      ],
    ],
  },
  {
    id: 'mei',
    name: 'Mei Chen',
    from: 'whatsapp:+61491570157',
    userId: 'AU.7315520948861204',
    lines: [
      [2 * day + 45, 'they', 'Thank you for the class, my hands still smell of clay 😄'],
      [2 * day + 31, 'we', 'You have a good touch for it! Your bowl is drying on the top shelf.'],
      [7 * hour + 18, 'they', 'When can I come and glaze it?'],
      [6 * hour + 58, 'we', 'Any afternoon from tomorrow on. It takes about half an hour.'],
      [6 * hour + 40, 'they', 'Tomorrow at four then 👍'],
      [6 * hour + 38, 'we', 'See you tomorrow.'],
    ],
  },
  {
    id: 'priya',
    name: 'Priya Nair',
    from: 'whatsapp:IN.2081978709342942',
    stand: { returned: 'snooze_over' },
    lines: [
      [10 * hour + 35, 'they', 'Hello, a friend gave me your contact. Do you make plates for restaurants?'],
      [9 * hour + 50, 'we', 'Hello, Priya. I do, from 20 pieces on. What do you have in mind?'],
      [9 * hour + 22, 'they', 'A small place, 30 seats. Dinner plates and bowls, something earthy'],
      [
        hour + 38,
        'we',
        'I’d love to. Come by and hold a few, or I’ll send you samples. What suits you better?',
        'delivered',
      ],
    ],
  },
  {
    id: 'amina',
    name: 'Amina Diallo',
    from: 'whatsapp:+33639980021',
    stand: { state: 'done' },
    lines: [
      [
        5 * day + 130,
        'we',
        'Bonjour Amina, votre vase est parti ce matin. Il devrait arriver d’ici trois ou quatre jours.',
      ],
      [5 * day + 104, 'they', 'Merci ! Je le guette 😊'],
      [day + 75, 'they', 'Le vase est arrivé, pas une égratignure. Il a trouvé sa place près de la fenêtre.'],
      [day + 52, 'we', 'Quelle joie ! Ce céladon devient plus vert à la lumière du jour, vous verrez.'],
      [day + 50, 'they', 'C’est vrai, on dirait un autre vase le matin.'],
    ],
  },
]

/** What is written when everything runs: it comes in as every message does, and brings back what was done with. */
export const greetings = [
  {
    from: 'amina',
    body: 'Pourriez-vous en faire un deuxième, un peu plus haut ? C’est pour l’anniversaire de ma mère.',
  },
  { from: 'amina', body: 'Et l’envoyer à Lyon comme la dernière fois ?' },
]

/** A message of the past, as the product and the simulator know it. */
interface PastMessage {
  direction: 'inbound' | 'outbound'
  at: string
  body: string
  sid: string
  status?: 'delivered' | 'read' | 'failed'
  errorCode?: string
}

interface PastConversation {
  customer: Pick<Customer, 'id' | 'name' | 'from' | 'userId'>
  unread: number
  stand: Stand | undefined
  messages: PastMessage[]
}

/**
 * What the demo's customers and the studio wrote before it began.
 * @param begunAtMs when that was
 * @returns the same for the same demo, sids included, so that product and simulator speak of the same messages
 */
export function pastConversations(accountSid: string, begunAtMs: number): PastConversation[] {
  return customers.map(({ lines, unread = 0, stand, ...customer }) => ({
    customer,
    unread,
    stand,
    messages: lines.map(([minutesAgo, by, body, end = 'read'], at): PastMessage => ({
      direction: by === 'they' ? 'inbound' : 'outbound',
      at: new Date(begunAtMs - minutesAgo * 60_000).toISOString(),
      body,
      sid: `SM${createHash('sha256').update(`${accountSid} ${customer.id} ${at}`).digest('hex').slice(0, 32)}`,
      ...(by === 'we' && endOf(end)),
    })),
  }))
}

function endOf(end: End): Pick<PastMessage, 'status' | 'errorCode'> {
  return typeof end === 'string' ? { status: end } : { status: 'failed', errorCode: end.failed }
}

/** A conversation as the seed command writes it. */
export function seedOf({ customer, unread, stand, messages }: PastConversation, number: string): object {
  const { from, userId, name } = customer
  return { number, from, userId, profileName: name, unread, ...stand, messages }
}

/** The same as the simulator is told of it, by POST /_sim/history. */
export function historyOf(
  { customer, messages }: PastConversation,
  over: { accountSid: string; number: string; webhookUrl: string },
): object {
  const { accountSid, number, webhookUrl } = over
  return { accountSid, to: number, from: customer.id, statusCallback: `${webhookUrl}/status`, messages }
}
