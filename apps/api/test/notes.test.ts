import { randomUUID } from 'node:crypto'
import type { ConversationDetail } from '@cloudpa/contracts/conversations'
import type { MessagePage } from '@cloudpa/contracts/messages'
import type { MentionList, Note } from '@cloudpa/contracts/notes'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser, invite, memberIdOf } from './browser.js'
import { addMessages } from './add-messages.js'
import { withDatabase } from './database.js'
import { EventStream } from './event-stream.js'
import { Tenant } from './tenant.js'

let stack: SharedStack
let spare: Tenant[]
beforeAll(async () => {
  stack = await sharedStack()
  spare = await Tenant.createMany(
    stack,
    Array.from({ length: 12 }, () => ({})),
  )
})

/** A conversation whose customer wrote, in an org of its own. */
class Desk {
  private constructor(
    readonly tenant: Tenant,
    readonly id: string,
  ) {}

  static async begin(): Promise<Desk> {
    const tenant = spare.pop() as Tenant
    await tenant.receive({ Body: 'First' })
    const [first] = await tenant.waitForInbound(1)
    return new Desk(tenant, first?.conversationId ?? '')
  }

  get path(): string {
    return `/messaging/conversations/${this.id}`
  }

  note(body: string, clientId: string = randomUUID()): Promise<Note> {
    return this.tenant.call('POST', `${this.path}/notes`, { clientId, body })
  }

  noteAs(browser: Browser, body: string, clientId: string = randomUUID()) {
    return browser.post<Note>(`/api/v1${this.path}/notes`, { clientId, body })
  }

  open(): Promise<ConversationDetail> {
    return this.tenant.call('GET', this.path)
  }

  page(query: Record<string, string> = {}): Promise<MessagePage> {
    return this.tenant.call('GET', `${this.path}/messages?${new URLSearchParams(query).toString()}`)
  }

  /** Somebody of the org by a name. */
  async member(owner: Browser, name: string): Promise<Browser> {
    const browser = new Browser(owner.apiUrl)
    const { token } = await invite(owner, browser.email)
    expect((await browser.signUp({ invitation: token, name })).status).toBe(200)
    return browser
  }
}

/** What of a page stands where, in reading order. */
const inOrder = ({ items, notes }: Pick<MessagePage, 'items' | 'notes'>) =>
  [...items, ...notes]
    .toSorted((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1))
    .map(({ id }) => id)

const mentionListOf = async (browser: Browser) =>
  (await browser.get<MentionList>('/api/v1/messaging/mentions')).body
const mentionsOf = async (browser: Browser) => (await mentionListOf(browser)).items

describe('a note', () => {
  it('stands at its place, is heard on every screen, and changes nothing that messages do', async () => {
    const desk = await Desk.begin()
    const screens = [await desk.tenant.openScreen(), await desk.tenant.openScreen()]
    const before = await desk.open()
    const note = await desk.note('Her kiln is full')
    expect(note).toMatchObject({
      conversationId: desk.id,
      body: 'Her kiln is full',
      author: { kind: 'api_key' },
      mentions: [],
      editedAt: null,
      deletedAt: null,
    })
    for (const screen of screens) {
      const told = await screen.waitFor(({ type }) => type === 'note', 'the note')
      expect(told).toEqual({ type: 'note', note })
      // Nothing else became another.
      expect(screen.events).toEqual([told])
      screen.close()
    }
    await desk.tenant.receive({ Body: 'Second' })
    await desk.tenant.waitForInbound(2)
    const after = await desk.open()
    const { notes, messages, eventId, ...now } = after
    expect(notes).toEqual([note])
    expect(inOrder({ items: messages, notes })).toEqual([messages[0]?.id, note.id, messages[1]?.id])
    // The customer's second message alone made the conversation another.
    expect(now).toMatchObject({ unreadCount: 2, state: 'open', windowExpiresAt: now.windowExpiresAt })
    expect(eventId).toBe(before.eventId + 2)
    expect((await desk.tenant.conversations())[0]?.lastMessage?.id).toBe(messages[1]?.id)
  })

  it('leaves a conversation as it was: its revision, its place, what is unread, its window, and whose turn it is', async () => {
    const desk = await Desk.begin()
    await desk.tenant.call('POST', `${desk.path}/done`)
    const before = await desk.open()
    await Promise.all(Array.from({ length: 5 }, (_, at) => desk.note(`Note ${at}`)))
    const { notes, eventId, ...after } = await desk.open()
    expect(notes).toHaveLength(5)
    expect({ ...after, notes: [], eventId: before.eventId }).toEqual(before)
    expect(eventId).toBe(before.eventId + 5)
    const done = await desk.tenant.call<{ items: object[] }>('GET', '/messaging/conversations?filter=done')
    expect(done.items).toHaveLength(1)
  })

  it('is one, however often and at once it is asked for', async () => {
    const desk = await Desk.begin()
    const clientId = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => desk.note('Once', clientId)))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect((await desk.page()).notes).toHaveLength(1)
    const refused = await desk.tenant.refusal('POST', `${desk.path}/notes`, { clientId, body: 'Other' })
    expect(refused).toMatchObject({ status: 409, code: 'conflict' })
    // What was deleted meanwhile does not come back by a late second try.
    await desk.tenant.call('DELETE', `/messaging/notes/${answers[0]?.id}`)
    expect(await desk.note('Once', clientId)).toMatchObject({ id: answers[0]?.id, body: '' })
  })

  it('is found by paging either way from anywhere, each once, with no message missed', async () => {
    const desk = await Desk.begin()
    await withDatabase(stack, async (client) => {
      await addMessages(client, desk.id, 60)
      // Between messages, several at one place of a message, before the first and behind the last.
      await client.query(
        `INSERT INTO note (org_id, id, conversation_id, author_kind, author_id, author_name, body, client_id, position, occurred_at)
         SELECT org_id, gen_random_uuid(), id, 'api_key', gen_random_uuid(), 'Key', 'Note ' || n, 'n' || n,
                last_position - 45 + (n * 7) % 50, now()
         FROM conversation, generate_series(1, 40) n WHERE id = $1`,
        [desk.id],
      )
    })
    const whole = await desk.page({ limit: '200' })
    expect([whole.items.length, whole.notes.length]).toEqual([61, 40])
    const all = inOrder(whole)
    const walk = async (from: string | null, onwards: 'nextCursor' | 'newerCursor') => {
      const ids: string[][] = []
      for (let at = from; at !== null;) {
        const page = await desk.page({ cursor: at, limit: '7' })
        ids.push(inOrder(page))
        at = page[onwards]
      }
      return ids
    }
    const latest = await desk.page({ limit: '7' })
    const older = await walk(latest.nextCursor, 'nextCursor')
    expect([...older.toReversed(), inOrder(latest)].flat()).toEqual(all)
    for (const at of [0, 30, 64, 100]) {
      const around = await desk.page({ around: all[at] ?? '', limit: '7' })
      expect(inOrder(around)).toContain(all[at])
      const before = await walk(around.nextCursor, 'nextCursor')
      const behind = await walk(around.newerCursor, 'newerCursor')
      expect([...before.toReversed(), inOrder(around), ...behind].flat()).toEqual(all)
    }
  })

  it('is changed by its author alone, deleted by them or an admin, and brought back', async () => {
    const desk = await Desk.begin()
    const owner = await desk.tenant.owner()
    const ana = await desk.member(owner, 'Ana Souza')
    const { body: note } = await desk.noteAs(ana, 'Mine')
    expect(note.author.name).toBe('Ana Souza')
    const path = `/api/v1/messaging/notes/${note.id}`
    const ben = await desk.member(owner, 'Ben')
    const program = await desk.tenant.refusal('DELETE', path.replace('/api/v1', ''))
    const refused = [await owner.ask('PATCH', path, { body: 'Yours' }), await ben.ask('DELETE', path)]
    expect([program.code, ...refused.map(({ error }) => error?.code)]).toEqual(Array(3).fill('forbidden'))
    const edited = await ana.ask<Note>('PATCH', path, { body: 'Mine, still' })
    expect(edited.body).toMatchObject({ body: 'Mine, still', revision: 2, position: note.position })
    expect(edited.body.editedAt).not.toBeNull()
    expect((await ana.ask<Note>('PATCH', path, { body: 'Mine, still' })).body).toEqual(edited.body)
    const gone = await owner.ask<Note>('DELETE', path)
    expect(gone.body).toMatchObject({ body: '', revision: 3 })
    expect((await ana.ask<Note>('DELETE', path)).body).toEqual(gone.body)
    const kept = await withDatabase(stack, (client) =>
      client.query('SELECT to_jsonb(note)::text AS row FROM note WHERE id = $1', [note.id]),
    )
    expect(JSON.stringify(kept.rows)).not.toContain('Mine')
    const back = await ana.ask<Note>('PATCH', path, { body: 'Mine, still' })
    expect(back.body).toMatchObject({ body: 'Mine, still', deletedAt: null, revision: 4 })
    // Who leaves is still the one who wrote it.
    const memberId = await memberIdOf(owner, ana.email)
    expect((await owner.ask('DELETE', `/api/v1/members/${memberId}`)).status).toBe(204)
    expect((await desk.page()).notes).toEqual([back.body])
    expect((await ana.ask('PATCH', path, { body: 'Back' })).status).toBe(404)
  })

  it('is refused where it is too long, empty or half a character, and to keys that read', async () => {
    const desk = await Desk.begin()
    for (const body of ['', ' \n', 'a'.repeat(4_001), 'nul \0', 'half \ud83d']) {
      const refused = await desk.tenant.refusal('POST', `${desk.path}/notes`, { clientId: 'c', body })
      expect([body.slice(0, 10), refused.code]).toEqual([body.slice(0, 10), 'invalid_request'])
    }
    const key = await desk.tenant.newApiKey('read')
    const answer = await fetch(`${stack.apiUrl}/api/v1${desk.path}/notes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ clientId: 'c', body: 'No' }),
    })
    expect(answer.status).toBe(403)
    expect((await desk.page()).notes).toEqual([])
  })
})

describe('a mention', () => {
  it('is told to whom it names, until they have seen it, on all their screens', async () => {
    const desk = await Desk.begin()
    const owner = await desk.tenant.owner()
    const [ana, ben] = [await desk.member(owner, 'Ana Souza'), await desk.member(owner, 'Ben')]
    const anaId = await memberIdOf(owner, ana.email)
    const { body: note } = await desk.noteAs(ben, '@Ana could hers go into yours? Not @Nobody, nor me, @Ben')
    expect(note.mentions.map(({ name }) => name)).toEqual(['Ana', 'Ben'])
    expect(note.mentions[0]?.memberId).toBe(anaId)
    expect(await mentionsOf(ana)).toEqual([
      { note, contact: expect.objectContaining({ name: expect.any(String) }), seen: false },
    ])
    expect(await mentionListOf(ben)).toEqual({ items: [], unseen: [] })
    expect((await mentionListOf(ana)).unseen).toEqual([note.conversationId])
    const [own, others] = [
      await EventStream.open(stack.apiUrl, ana),
      await EventStream.open(stack.apiUrl, ben),
    ]
    const seen = () => ana.post(`/api/v1${desk.path}/mentions/seen`)
    expect((await seen()).status).toBe(204)
    await own.waitFor(({ type }) => type === 'note', 'that it was seen')
    expect(await mentionListOf(ana)).toMatchObject({ items: [{ seen: true }], unseen: [] })
    // Nobody else’s screens are told, who would all ask again.
    const later = await desk.note('Later')
    await others.waitFor((event) => event.type === 'note' && event.note.id === later.id, 'the later note')
    expect(others.events.filter(({ type }) => type === 'note')).toHaveLength(1)
    own.close()
    others.close()
    // Again it tells nobody anything.
    const { eventId } = await desk.open()
    await seen()
    expect((await desk.open()).eventId).toBe(eventId)
    // Deleted it is gone, and brought back it is as it was.
    await ben.ask('DELETE', `/api/v1/messaging/notes/${note.id}`)
    expect(await mentionsOf(ana)).toEqual([])
    await ben.ask('PATCH', `/api/v1/messaging/notes/${note.id}`, { body: note.body })
    expect((await mentionsOf(ana)).map((one) => one.seen)).toEqual([true])
    await ben.ask('PATCH', `/api/v1/messaging/notes/${note.id}`, { body: 'Nobody' })
    expect(await mentionsOf(ana)).toEqual([])
  })

  it('never makes a note fail, whoever is removed meanwhile, and names nobody of another org', async () => {
    const desk = await Desk.begin()
    const owner = await desk.tenant.owner()
    const leaving = await Promise.all(
      ['Kim A', 'Kim B', 'Kim C'].map(async (name) => {
        const browser = await desk.member(owner, name)
        return { name, id: await memberIdOf(owner, browser.email) }
      }),
    )
    const answers = await Promise.all(
      leaving.flatMap(({ name, id }) => [
        owner.ask('DELETE', `/api/v1/members/${id}`),
        ...Array.from({ length: 5 }, () => desk.noteAs(owner, `@${name} are you there?`)),
      ]),
    )
    expect(answers.map(({ status }) => status).filter((status) => status !== 201 && status !== 204)).toEqual(
      [],
    )
    await waitFor(async () => (await desk.page()).notes.length === 15)
    const other = spare.at(-1) as Tenant
    const theirs = await other.owner()
    await desk.member(theirs, 'Zora')
    expect((await desk.note('@Zora')).mentions).toEqual([])
  })
})

it('stays with its conversation when contacts become one, and when they part', async () => {
  const desk = await Desk.begin()
  const note = await desk.note('About the first of two')
  await fetch(`${stack.apiUrl}/api/v1/contacts/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${desk.tenant.apiKey}`, 'content-type': 'text/csv' },
    body: 'name,phone\nOther,+34600112899',
  })
  const list = await desk.tenant.call<{ items: { id: string; name: string }[] }>('GET', '/contacts?q=Other')
  const keptId = list.items[0]?.id ?? ''
  const { contact } = await desk.open()
  const merged = { otherId: contact.id }
  const { mergeId } = await desk.tenant.call<{ mergeId: string }>('POST', `/contacts/${keptId}/merge`, merged)
  expect((await desk.open()).contact.id).toBe(keptId)
  expect((await desk.open()).notes).toEqual([note])
  await desk.tenant.call('POST', `/contacts/${keptId}/merge/undo`, { mergeId })
  expect((await desk.open()).notes).toEqual([note])
})

it('is heard by whoever was away, as it is by then', async () => {
  const desk = await Desk.begin()
  const { eventId } = await desk.open()
  const note = await desk.note('Meanwhile')
  const changed = await desk.tenant.call<Note>('PATCH', `/messaging/notes/${note.id}`, { body: 'Changed' })
  const screen = await EventStream.open(stack.apiUrl, desk.tenant.apiKey, eventId)
  expect(await screen.waitFor(({ type }) => type === 'note', 'it')).toEqual({ type: 'note', note: changed })
  expect(screen.events).toHaveLength(1)
  screen.close()
})
