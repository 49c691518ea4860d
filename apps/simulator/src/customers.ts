import type { Customer } from './model.js'

/**
 * The people of a fresh simulator. Numbers come from ranges kept free for fiction (Ofcom, ARCEP, ACMA,
 * Bundesnetzagentur, NANPA 555-01xx), so no demo can ever name somebody real.
 */
export function builtInCustomers(): Customer[] {
  return [
    person('maria', 'María López', { phone: '+12025550141' }),
    person('jonas', 'Jonas Becker', { phone: '+4915228817386' }),
    person('amina', 'Amina Diallo', { phone: '+33639980021' }),
    person('tom', 'Tom Whitfield', { phone: '+447700900152' }),
    person('mei', 'Mei Chen', { phone: '+61491570157', userId: 'AU.7315520948861204', username: 'meichen' }),
    person('priya', 'Priya Nair', { userId: 'IN.2081978709342942', username: 'priya.nair' }),
  ]
}

/** A customer with the settings a new phone has. */
export function person(
  id: string,
  name: string,
  address: { phone?: string | null; userId?: string | null; username?: string | null },
): Customer {
  const { phone = null, userId = null, username = null } = address
  return { id, name, phone, userId, username, phoneOff: false, readReceipts: true }
}

const firstNames = [
  'Lena',
  'Omar',
  'Sofia',
  'Ivan',
  'Grace',
  'Mateo',
  'Yuki',
  'Nora',
  'Samir',
  'Elif',
  'Hugo',
  'Zola',
]
const lastNames = [
  'Hoffmann',
  'Haddad',
  'Rossi',
  'Petrov',
  'Okafor',
  'Silva',
  'Tanaka',
  'Lindqvist',
  'Khan',
  'Demir',
]

/** The n-th customer made by one click: always the same name and number for the same n. */
export function inventedCustomer(n: number): { name: string; phone: string } {
  const name = `${firstNames[n % firstNames.length]} ${lastNames[(n * 7) % lastNames.length]}`
  return { name, phone: `+15005550${String(200 + n).padStart(3, '0')}` }
}

/** What the built-in customers say when the inbox asks for a test message. */
export const friendlyLines: { customerId: string; body: string }[] = [
  { customerId: 'maria', body: 'Hi! Are you free for a quick call this week?' },
  { customerId: 'jonas', body: 'Hallo, können Sie mir ein Angebot für die neue Webseite schicken?' },
  { customerId: 'amina', body: 'Bonjour ! Est-ce que la séance de jeudi tient toujours ?' },
  { customerId: 'tom', body: 'Morning! Loved the photos. Could I get two of them printed?' },
  { customerId: 'mei', body: 'Thanks for yesterday 🙏 When can we do the next lesson?' },
  { customerId: 'priya', body: 'Hello, a friend gave me your contact. Do you take new clients?' },
  { customerId: 'maria', body: 'Tuesday at 10 works for me too 👍' },
  { customerId: 'jonas', body: 'Super, danke! Das Logo schicke ich Ihnen heute Abend.' },
  { customerId: 'amina', body: 'Parfait, merci beaucoup. À jeudi !' },
  { customerId: 'tom', body: 'Also, do you do framing, or should I ask elsewhere?' },
  { customerId: 'mei', body: 'Could we move it to Saturday? Same time is fine.' },
  { customerId: 'priya', body: 'It is for a small wedding in October, about 60 people.' },
]
