import type { SearchAnswer } from '@cloudpa/contracts/search'
import type { Message } from '@cloudpa/contracts/messages'
import { filesOf } from '@cloudpa/contracts/files-of'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askDatabase } from './database.js'
import { SimulatedTwilio, type SentFile } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

let stack: Stack
let twilio: SimulatedTwilio
let tenant: Tenant
beforeAll(async () => {
  stack = await startStack({ simulator: true, env: { MEDIA_BACKOFF_MS: '50', MEDIA_ATTEMPTS: '2' } })
  twilio = new SimulatedTwilio(stack)
  tenant = (await twilio.connect(1))[0] as Tenant
})
afterAll(() => stack.stop())

const card = (name: string, ...numbers: string[]) =>
  [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `FN:${name}`,
    ...numbers.map((one) => `TEL;TYPE=CELL:${one}`),
    'END:VCARD',
    '',
  ].join('\r\n')

/** Sends files in one message, and waits until each has come to its end. */
async function send(...files: SentFile[]): Promise<Message> {
  const sid = await twilio.sendFiles(tenant, ...files)
  return waitFor(async () => {
    const message = (await tenant.inbound()).find((one) => one.sid === sid)
    return message && filesOf(message.content).every(({ state }) => state !== 'waiting') && message
  })
}

it.each(['text/vcard', 'text/x-vcard', 'application/octet-stream'])(
  'reads a card that comes as %s',
  async (contentType) => {
    const { content } = await send({ contentType, content: card('Rita Prado', '+351 912 000 333') })
    expect(content).toMatchObject({
      kind: 'contacts',
      contacts: [
        {
          name: 'Rita Prado',
          company: null,
          phones: [{ number: '+351 912 000 333', label: 'cell' }],
          emails: [],
        },
      ],
      media: [{ state: 'ready', contentType: 'text/vcard' }],
    })
  },
)

it('reads all of several cards, in one file and in more', async () => {
  const { content } = await send(
    { contentType: 'text/vcard', content: card('One', '+1') + card('Two', '+2') },
    { contentType: 'text/vcard', content: card('Three', '+3') },
  )
  const names = content.kind === 'contacts' ? content.contacts.map(({ name }) => name) : []
  expect(names.toSorted()).toEqual(['One', 'Three', 'Two'])
})

it('keeps twenty people of more', async () => {
  const many = Array.from({ length: 30 }, (_, at) => card(`Person ${at}`, `+1555${at}`)).join('')
  const { content } = await send(
    { contentType: 'text/vcard', content: many },
    { contentType: 'text/vcard', content: many },
  )
  expect(content).toMatchObject({ kind: 'contacts', contacts: { length: 20 } })
})

it('takes what says that it is a card, and is none, for a document', async () => {
  const { content } = await send({ contentType: 'text/vcard', content: '<script>alert(1)</script>' })
  expect(content).toMatchObject({
    kind: 'document',
    media: [{ kind: 'document', contentType: 'text/plain' }],
  })
})

it('makes no card of an advertisement’s picture', async () => {
  const sid = await twilio.sendFiles(tenant, { contentType: 'text/vcard', content: card('Ad', '+9') })
  await tenant.waitForSid(sid)
  const [file] = await askDatabase<{ url: string }>(
    stack,
    'SELECT media.url FROM media JOIN message ON message.id = message_id WHERE message.sid = $1',
    [sid],
  )
  const url = file?.url ?? ''
  await tenant.receive({
    MessageSid: 'SMad',
    Body: 'Hi',
    ReferralHeadline: 'x',
    ReferralMediaUrl: url,
  })
  const message = await waitFor(async () => {
    const found = (await tenant.inbound()).find((one) => one.sid === 'SMad')
    return found?.referral?.picture?.state === 'ready' && found
  })
  expect(message.content).toMatchObject({ kind: 'text', body: 'Hi' })
})

it('finds what came after the words of its message: the name of a file, and whom a card names', async () => {
  const found = async (q: string) =>
    (await tenant.call<SearchAnswer>('GET', `/messaging/search?q=${encodeURIComponent(q)}`)).messages.map(
      ({ message }) => message.sid,
    )
  const pdf = { contentType: 'application/pdf', content: '%PDF-1.4\n%', name: 'Orçamento-Telhado.pdf' }
  const ana = { contentType: 'text/vcard', content: card('Anabela Figueira', '+351 912 000 555') }
  for (const [file, word, name] of [
    [pdf, 'zanzibar', 'telhado'],
    [ana, 'timbuktu', 'figueira'],
  ] as const) {
    // Its words are kept before the file is there.
    const sid = await twilio.sendFilesWith(tenant, `As we said in ${word}`, { ...file, misses: 1 })
    for (const q of [word, name])
      await waitFor(async () => (await found(q)).join() === sid, { what: `${q} of ${sid}` })
  }
})

it('finds whom a card names, and where a place is', async () => {
  await send({ contentType: 'text/vcard', content: card('Filomena Quaresma', '+351 912 000 444') })
  await tenant.receive({
    MessageSid: 'SMplace',
    Body: '',
    Latitude: '1',
    Longitude: '2',
    Label: 'Jardim Zoológico',
  })
  const kindsOf = async (q: string) =>
    (await tenant.call<SearchAnswer>('GET', `/messaging/search?q=${encodeURIComponent(q)}`)).messages.map(
      ({ message }) => message.content.kind,
    )
  for (const [q, kind] of [
    ['quaresma', 'contacts'],
    ['351912000444', 'contacts'],
    ['zoologico', 'location'],
  ] as const)
    await waitFor(async () => (await kindsOf(q)).join() === kind, { what: q })
})
