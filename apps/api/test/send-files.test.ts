import { randomUUID } from 'node:crypto'
import { filesOf } from '@cloudpa/contracts/files-of'
import type { Medium } from '@cloudpa/contracts/media'
import type { Message } from '@cloudpa/contracts/messages'
import { waitFor } from '@cloudpa/testing/kit'
import sharp from 'sharp'
import { beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { askDatabase } from './database.js'
import { film, packedDocx, packedPng, voiceNote } from './make-files.js'
import { sendFile } from './sent-files.js'
import type { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { Threads, type Thread } from './thread.js'
import { refusalOfFile, upload, type ChosenFile } from './upload-file.js'

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const card = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Pérez\r\nTEL;TYPE=CELL:+34600112233\r\nEND:VCARD\r\n'

let threads: Threads
let twilio: SimulatedTwilio
let tenant: Tenant
let thread: Thread
let jpeg: Buffer

/** What the simulated Twilio shows the customer. */
interface Arrived {
  sid: string
  content: Record<string, unknown> & { files?: { contentType: string; bytes: number; name: string | null }[] }
}

beforeAll(async () => {
  threads = await Threads.prepare(60)
  twilio = threads.twilio
  jpeg = await picture('#0a7')
})

beforeEach(async () => {
  ;({ tenant, thread } = await threads.begin())
})

const picture = (background: string) =>
  sharp({ create: { width: 320, height: 200, channels: 3, background } })
    .jpeg()
    .toBuffer()

const uploaded = (file: ChosenFile, query = '') => upload(threads.stack, tenant, file, { query })

const send = (content: object, clientId: string = randomUUID()) =>
  tenant.call<Message>('POST', thread.sendPath, { clientId, content })

/** Where the simulated Twilio fetched a file of this name. */
async function addressOf(name: string): Promise<string> {
  const exchanges = await twilio.call<{ url: string }[]>('GET', '/exchanges')
  return exchanges.findLast(({ url }) => url.endsWith(`/${name}`))?.url ?? ''
}

const refusal = (content: object) =>
  tenant.refusal('POST', thread.sendPath, { clientId: randomUUID(), content })

/** What the customer got, once Twilio has fetched what there is to fetch. */
async function arrived(message: Message): Promise<Arrived['content']> {
  const sid = await thread.sidOf(message)
  return waitFor(
    async () => {
      const all = (await twilio.taken(tenant)) as unknown as Arrived[]
      const found = all.find((one) => one.sid === sid)?.content
      return found?.kind !== 'unfetched' && found
    },
    { what: 'what the customer got' },
  )
}

describe('each kind', () => {
  it.each<[kind: string, got: string, file: () => ChosenFile, query?: string]>([
    ['image', 'image', () => ({ content: jpeg, contentType: 'image/jpeg', name: 'día 1.jpg' })],
    ['image', 'image', () => ({ content: packedPng(40, 40), contentType: 'image/png', name: 'a.png' })],
    ['video', 'video', () => ({ content: film(50_000), contentType: 'video/mp4', name: 'a.mp4' })],
    ['audio', 'audio', () => ({ content: voiceNote(1, 'mp3'), contentType: 'audio/mpeg', name: 'a.mp3' })],
    ['voice', 'voice', () => ({ content: voiceNote(1), contentType: 'audio/ogg', name: 'note.ogg' })],
    [
      'voice',
      'voice',
      () => ({ content: voiceNote(1, 'webm'), contentType: 'video/webm;codecs=opus' }),
      '?kind=voice',
    ],
    [
      'document',
      'document',
      () => ({ content: '%PDF-1.4\n%', contentType: 'application/pdf', name: 'a.pdf' }),
    ],
    ['document', 'document', () => ({ content: packedDocx(100), contentType: docx, name: 'a.docx' })],
    ['contacts', 'contacts', () => ({ content: card, contentType: 'text/vcard', name: 'Ana.vcf' })],
  ])('of file, %s, reaches the customer as %s', async (kind, got, file, query) => {
    const chosen = file()
    const medium = await uploaded(chosen, query)
    expect(medium).toMatchObject({ state: 'ready', reason: null })
    const body = kind === 'image' || kind === 'video' ? 'Look' : ''
    const message = await send({ kind, v: 1, body, media: [medium] })
    // What is heard of it may be known better by now.
    const { peaks: _, durationMs: __, ...same } = medium
    expect(message.content).toMatchObject({ kind, body, media: [same] })
    const content = await arrived(message)
    const name = query ? (expect.stringMatching(/^voice-\w+\.ogg$/) as string) : chosen.name
    const { contentType, bytes } = medium
    expect(content).toMatchObject({ kind: got, body, files: [{ contentType, bytes, name }] })
    if (kind === 'contacts') expect(message.content).toMatchObject({ contacts: [{ name: 'Ana Pérez' }] })
    if (kind !== 'voice' && kind !== 'audio') return
    // A recording was listened to while it was turned into a note; nobody waits for anything else.
    expect(typeof medium.durationMs).toBe(query ? 'number' : 'object')
    const heard = await waitFor(
      async () => {
        const file = filesOf((await thread.now(message))?.content as Message['content'])[0]
        return file?.peaks && (kind === 'audio' || file.m4a) && file
      },
      { what: 'what is heard of it' },
    )
    expect(Math.abs((heard.durationMs ?? 0) - 1_000)).toBeLessThan(120)
  })

  it('of picture that is a sticker stays one', async () => {
    const content = await sharp(jpeg).webp().toBuffer()
    const medium = await uploaded({ content, contentType: 'image/webp' })
    expect(await arrived(await send({ kind: 'sticker', media: [medium] }))).toMatchObject({ kind: 'sticker' })
  })

  it('of place, with a name and without', async () => {
    const here = { kind: 'location', latitude: 37.78789, longitude: -122.391664 }
    const named = await send({ ...here, label: 'Our shop', address: '375 Beale St' })
    expect(named.content).toEqual({ ...here, v: 1, body: '', label: 'Our shop', address: '375 Beale St' })
    expect(await arrived(named)).toMatchObject({ ...here, body: 'Our shop' })
    expect(await arrived(await send(here))).toMatchObject(here)
  })
})

describe('a file', () => {
  it('is sent again as a copy, and one that a customer sent too', async () => {
    const medium = await uploaded({ content: jpeg, contentType: 'image/jpeg' })
    const first = await send({ kind: 'image', media: [medium] })
    const again = await send({ kind: 'image', media: [medium] })
    const copy = filesOf(again.content)[0] as Medium
    expect(copy).toEqual({ ...medium, id: copy.id })
    expect(copy.id).not.toBe(filesOf(first.content)[0]?.id)
    expect(await arrived(again)).toMatchObject({ kind: 'image', files: [{ bytes: jpeg.length }] })
    const theirs = await sendFile(twilio, tenant, {
      contentType: 'image/jpeg',
      content: await picture('#00f'),
    })
    expect(await arrived(await send({ kind: 'image', media: [theirs] }))).toMatchObject({ kind: 'image' })
  })

  it('with the longest name reaches the customer by that name', async () => {
    const name = `${'🙂'.repeat(146)}.pdf`
    const medium = await uploaded({ content: '%PDF-1.4\n%', contentType: 'application/pdf', name })
    const content = await arrived(await send({ kind: 'document', media: [medium] }))
    expect(content).toMatchObject({ kind: 'document', files: [{ name }] })
  })

  it('is copied for nothing that is refused, and not twice for one message', async () => {
    const { stack } = threads
    const medium = await uploaded({ content: jpeg, contentType: 'image/jpeg' })
    const content = { kind: 'image', media: [{ id: medium.id }] }
    await send(content)
    const counted = async () => {
      const [row] = await askDatabase<{ kept: number; removed: number }>(
        stack,
        `SELECT (SELECT count(*)::int FROM media WHERE org_id = $1) AS kept,
                (SELECT count(*)::int FROM media_leftover WHERE org_id = $1) AS removed`,
        [tenant.orgId],
      )
      return [row?.kept, row?.removed]
    }
    expect(await counted()).toEqual([1, 0])
    expect(await refusal({ kind: 'sticker', media: [medium] })).toMatchObject({ status: 400 })
    const elsewhere = thread.sendPath.replace(/[^/]+(?=\/send$)/, randomUUID())
    const asked = { clientId: randomUUID(), content }
    expect(await tenant.refusal('POST', elsewhere, asked)).toMatchObject({ status: 404 })
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(content, 'again')))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect((await counted())[0]).toBe(2)
    const [, removed] = await counted()
    await askDatabase(
      stack,
      `UPDATE conversation SET last_inbound_at = now() - interval '25 hours' WHERE org_id = $1`,
      [tenant.orgId],
    )
    expect((await refusal(content)).status).not.toBe(202)
    expect(await counted()).toEqual([2, removed])
  })

  it('leaves once, however often it is asked', async () => {
    const medium = await uploaded({ content: jpeg, contentType: 'image/jpeg' })
    const content = { kind: 'image', media: [{ id: medium.id }] }
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(content, 'once')))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    await arrived(answers[0] as Message)
    await arrived(await send({ kind: 'text', body: 'After it' }))
    expect(await twilio.taken(tenant)).toHaveLength(2)
  })

  it('is sent by each of two messages that ask for it at one time', async () => {
    const medium = await uploaded({ content: jpeg, contentType: 'image/jpeg' })
    const content = { kind: 'image', media: [{ id: medium.id }] }
    const answers = await Promise.all([send(content), send(content), send(content)])
    expect(new Set(answers.map(({ content: sent }) => filesOf(sent)[0]?.id)).size).toBe(3)
    for (const answer of answers) await arrived(answer)
  })

  it('that is none, another’s, or of another kind is refused', async () => {
    const other = threads.anotherTenant()
    const theirs = await upload(threads.stack, other, { content: jpeg, contentType: 'image/jpeg' })
    for (const id of [theirs.id, randomUUID()]) {
      expect(await refusal({ kind: 'image', media: [{ id }] })).toMatchObject({ status: 404 })
    }
    const pdf = await uploaded({ content: '%PDF-1.4\n%', contentType: 'application/pdf' })
    expect(await refusal({ kind: 'image', media: [pdf] })).toMatchObject({ status: 400 })
    expect(await refusal({ kind: 'document', body: 'Read it', media: [pdf] })).toMatchObject({
      message: expect.stringContaining('no words') as string,
    })
    expect(await refusal({ kind: 'poll' })).toMatchObject({
      message: expect.stringContaining('location') as string,
    })
  })

  it('that is never sent goes after a day', async () => {
    const medium = await uploaded({ content: jpeg, contentType: 'image/jpeg' })
    const { stack } = threads
    const kept = await uploaded({ content: jpeg, contentType: 'image/jpeg' })
    const isThere = async ({ id }: Medium) => (await tenant.fetch('GET', `/media/${id}`)).status === 200
    expect(await isThere(medium)).toBe(true)
    await askDatabase(stack, `UPDATE media SET created_at = now() - interval '25 hours' WHERE id = $1`, [
      medium.id,
    ])
    await waitFor(async () => !(await isThere(medium)), { timeoutMs: 30_000, what: 'the end of an upload' })
    expect(await isThere(kept)).toBe(true)
    expect(await refusal({ kind: 'image', media: [medium] })).toMatchObject({ status: 404 })
  })
})

describe('what Twilio may have taken stays unconfirmed where its list can’t say whose it is', () => {
  const ask = (statement: string, ...more: unknown[]) =>
    askDatabase(threads.stack, statement, [tenant.orgId, ...more])

  /** Sends something that Twilio takes without our hearing of it. */
  async function sendUnheard(content: object, leftAs: 'queued' | 'unconfirmed'): Promise<Message> {
    const message = await send(content)
    await thread.sidOf(message)
    const forget = `UPDATE message SET sid = NULL, status = $3::message_status, status_asked_at = NULL
                    WHERE org_id = $1 AND id = $2`
    await ask(forget, message.id, leftAs)
    return message
  }

  /** Sends something that Twilio does not take, and says nothing of. */
  async function expectUnconfirmed(content: object, taken: number): Promise<void> {
    await twilio.fault({
      kind: 'reset',
      match: { method: 'POST', pathIncludes: tenant.account.accountSid },
    })
    const { sid } = await thread.settled(await send(content), 'unconfirmed')
    expect(sid).toBeNull()
    expect(await twilio.taken(tenant)).toHaveLength(taken)
  }

  const image = async (name: string) => ({
    kind: 'image',
    v: 1,
    body: '',
    media: [await uploaded({ content: jpeg, contentType: 'image/jpeg', name })],
  })
  const place = (latitude: number) => ({ kind: 'location', latitude, longitude: 2, label: 'Shop' })

  it('a picture after one that was sent twice, as the list was late', async () => {
    const message = await sendUnheard(await image('one.jpg'), 'queued')
    await thread.sidOf(message)
    await expectUnconfirmed(await image('two.jpg'), 2)
  })

  it('a picture after one to the same address from another conversation', async () => {
    const message = await sendUnheard(await image('one.jpg'), 'unconfirmed')
    await ask(
      `WITH person AS (
         INSERT INTO contact (org_id, id) VALUES ($1, gen_random_uuid()) RETURNING id
       ), old AS (
         INSERT INTO conversation (org_id, id, contact_id, chat_account_id, reply_address, last_position, last_message_at)
         SELECT c.org_id, gen_random_uuid(), person.id, c.chat_account_id, c.reply_address, c.last_position, c.last_message_at
         FROM conversation c, person WHERE c.org_id = $1 RETURNING id
       ) SELECT id FROM old`,
    )
    await ask(
      `UPDATE message SET conversation_id = (
         SELECT id FROM conversation WHERE org_id = $1 AND id <> message.conversation_id)
       WHERE org_id = $1 AND id = $2`,
      message.id,
    )
    await expectUnconfirmed(await image('two.jpg'), 1)
  })

  it('a place after another of its name', async () => {
    await sendUnheard(place(1), 'unconfirmed')
    await expectUnconfirmed(place(50), 1)
  })
})

describe('the address that Twilio is given', () => {
  it('answers GET, HEAD and ranges to whoever has it, and nothing to whoever changes it', async () => {
    const medium = await uploaded({ content: jpeg, contentType: 'image/jpeg', name: 'shop.jpg' })
    const message = await send({ kind: 'image', media: [medium] })
    await arrived(message)
    const address = await addressOf('shop.jpg')
    const [, token = ''] = /\/media\/link\/([^/]+)\/shop\.jpg$/.exec(address) ?? []
    const whole = await fetch(address)
    expect(whole.status).toBe(200)
    expect(Buffer.from(await whole.arrayBuffer()).equals(jpeg)).toBe(true)
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(jpeg.length),
      'content-disposition': 'inline; filename="shop.jpg"',
      'x-content-type-options': 'nosniff',
    })
    expect(whole.headers.get('set-cookie')).toBeNull()
    const head = await fetch(address, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(jpeg.length)])
    const part = await fetch(address, { headers: { range: 'bytes=0-9' } })
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 10])
    const forged = `${token.slice(0, 5)}${token[5] === 'A' ? 'B' : 'A'}${token.slice(6)}`
    for (const other of [forged, token.slice(0, -1), `${token}A`, 'x']) {
      const answer = await fetch(address.replace(token, other))
      expect([other, answer.status]).toEqual([other, 404])
    }
  })
})

test.each<[why: string, file: () => ChosenFile, status: number, reason: string]>([
  [
    'an SVG',
    () => ({ content: '<svg xmlns="http://www.w3.org/2000/svg"/>', contentType: 'image/svg+xml' }),
    400,
    'file_not_taken',
  ],
  [
    'HTML named .jpg',
    () => ({ content: '<!doctype html><script>1</script>', contentType: 'image/jpeg', name: 'a.jpg' }),
    400,
    'file_not_taken',
  ],
  ['an empty file', () => ({ content: '', contentType: 'image/jpeg' }), 400, 'file_empty'],
  [
    'a program',
    () => ({
      content: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)]),
      contentType: 'application/pdf',
    }),
    400,
    'file_not_taken',
  ],
  [
    'a GIF',
    () => ({
      content: Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=', 'base64'),
      contentType: 'image/gif',
    }),
    400,
    'file_not_taken',
  ],
  [
    'a picture above 5 MB',
    () => ({ content: Buffer.concat([jpeg, Buffer.alloc(5 * 1024 * 1024)]), contentType: 'image/jpeg' }),
    413,
    'file_too_large',
  ],
  [
    'a film above 16 MB',
    () => ({ content: film(16 * 1024 * 1024 + 1), contentType: 'video/mp4' }),
    413,
    'file_too_large',
  ],
  [
    'a film far above it',
    () => ({ content: film(40 * 1024 * 1024), contentType: 'video/mp4' }),
    413,
    'file_too_large',
  ],
])('%s is refused', async (_why, file, status, reason) => {
  expect(await refusalOfFile(threads.stack, threads.anotherTenant(), file())).toEqual([status, reason])
})

test('a file in no part named “file”, or none at all, is asked for', async () => {
  const other = threads.anotherTenant()
  const file = { content: jpeg, contentType: 'image/jpeg' }
  expect(await refusalOfFile(threads.stack, other, file, { field: 'picture' })).toEqual([400, 'file_needed'])
  const headers = { authorization: `Bearer ${other.apiKey}`, 'content-type': 'application/json' }
  const answer = await fetch(`${threads.stack.apiUrl}/api/v1/media`, { method: 'POST', headers, body: '{}' })
  expect(answer.status).toBe(400)
})
