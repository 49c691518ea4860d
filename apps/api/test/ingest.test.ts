import { randomUUID } from 'node:crypto'
import type { Conversation, ConversationDetail } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loseQueue, withDatabase } from './database.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import { Tenant } from './tenant.js'

let stack: Stack
let twilio: SimulatedTwilio
beforeAll(async () => {
  stack = await startStack({ simulator: true, env: { SWEEP_INTERVAL_MS: '300', SWEEP_AGE_MS: '500' } })
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
})
afterAll(() => stack.stop())

interface WebhookEventRow {
  position: string
  micros: string
  done: boolean
  error: string | null // of its last try; null too when it is done
}

async function eventOf(client: pg.Client, tenant: Tenant, sid: string): Promise<WebhookEventRow> {
  const { rows } = await client.query<WebhookEventRow>(
    `SELECT e.position, d.position IS NULL AS done, error,
            (extract(epoch FROM e.received_at) * 1000000)::bigint AS micros
     FROM webhook_event e LEFT JOIN webhook_due d USING (position, org_id)
     WHERE chat_account_id = $1 AND sid = $2`,
    [tenant.chatAccountId, sid],
  )
  return rows[0] as WebhookEventRow
}

async function reply(tenant: Tenant, conversationId: string, body: string): Promise<Message> {
  await tenant.call('POST', `/messaging/conversations/${conversationId}/send`, {
    clientId: randomUUID(),
    body,
  })
  return waitFor(async () => {
    const messages = await tenant.messagesOf(conversationId)
    return messages.find((one) => one.content.body === body && one.sid !== null)
  })
}

async function only(tenant: Tenant): Promise<Conversation> {
  const conversations = await tenant.conversations()
  expect(conversations).toHaveLength(1)
  return conversations[0] as Conversation
}

describe('a form whose sid is a message already', () => {
  it('is done, and changes nothing', async () => {
    const [tenant] = (await twilio.connect(1)) as [Tenant]
    await twilio.write(tenant, '+15005550006', 'Hi')
    await tenant.waitForInbound(1)
    const { sid } = await reply(tenant, (await only(tenant)).id, 'Hello')
    const before = await tenant.conversations()
    await withDatabase(stack, async (client) => {
      const MessageSid = sid as string
      const forged = { MessageSid, From: 'whatsapp:+15005550007', ProfileName: 'Mallory', Body: 'forged' }
      expect((await tenant.receive(forged)).status).toBe(200)
      await waitFor(async () => (await eventOf(client, tenant, MessageSid)).done, {
        what: 'the event to be done',
      })
      expect(stack.processes.worker.output()).not.toContain("can't be ingested now")
      expect(await tenant.conversations()).toEqual(before)
      const contacts = await client.query('SELECT 1 FROM contact WHERE org_id = $1', [tenant.orgId])
      expect(contacts.rowCount).toBe(1)
    })
  })
})

describe('a row that can’t be written', () => {
  /**
   * Refuses one text, and counts in a sequence, which no rollback takes back, how often messages were inserted. With
   * its owner's rights, since the role that inserts has none on the sequence.
   */
  const refusal = `
    CREATE SEQUENCE tries;
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
      IF TG_LEVEL = 'STATEMENT' THEN PERFORM nextval('tries'); RETURN NULL; END IF;
      IF NEW.body = 'poison' THEN RAISE EXCEPTION 'refused from outside'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER count_tries BEFORE INSERT ON message FOR EACH STATEMENT EXECUTE FUNCTION refuse();
    CREATE TRIGGER refuse BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION refuse()`

  it('is set aside alone; 300 others of three orgs cost no 30 tries', async () => {
    const tenants = await Tenant.createMany(stack, [{}, {}, {}])
    await stack.processes.worker.stop()
    await withDatabase(stack, async (client) => {
      const forms = tenants.flatMap((tenant) =>
        Array.from(
          { length: 100 },
          (_, n) => () => tenant.receive({ Body: `${n}`, From: `+1500555${1000 + (n % 50)}` }),
        ),
      )
      forms.splice(150, 0, () => (tenants[1] as Tenant).receive({ Body: 'poison', MessageSid: 'SMpoison' }))
      for (let at = 0; at < forms.length; at += 50) {
        const answers = await Promise.all(forms.slice(at, at + 50).map((post) => post()))
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
      }
      // Without jobs the sweeper takes them all up together, in the largest batches there are.
      await loseQueue(stack)
      await client.query(refusal)
      await stack.processes.worker.start()
      for (const tenant of tenants) await tenant.waitForInbound(100, 30_000)
      const tries = await client.query<{ last_value: string }>('SELECT last_value FROM tries')
      expect(Number(tries.rows[0]?.last_value)).toBeLessThan(30)
      const poison = await eventOf(client, tenants[1] as Tenant, 'SMpoison')
      expect(poison.done).toBe(false)
      expect(poison.error).toContain('refused from outside')

      await client.query('DROP FUNCTION refuse CASCADE; DROP SEQUENCE tries')
      // What waits for its back-off comes back; here at once, so that nobody waits with it.
      await client.query('UPDATE webhook_due SET next_attempt_at = now() WHERE position = $1', [
        poison.position,
      ])
      const [last] = (await (tenants[1] as Tenant).waitForInbound(101, 30_000)).filter(
        ({ content }) => content.body === 'poison',
      )
      expect(last?.position).toBe(Number(poison.micros))
    })
  })
})

describe('a batch of large forms', () => {
  it('takes about 8 MB at most, and the next one at once what it left', async () => {
    const tenant = await Tenant.create(stack)
    await stack.processes.worker.stop()
    const filler = 'x'.repeat(240_000)
    for (let n = 0; n < 50; n += 1) {
      expect((await tenant.receive({ Body: `${n}`, Filler: filler })).status).toBe(200)
    }
    await loseQueue(stack)
    await withDatabase(stack, async (client) => {
      await client.query(
        `UPDATE webhook_due SET received_at = received_at - interval '1 minute' WHERE org_id = $1`,
        [tenant.orgId],
      )
      await stack.processes.worker.start()
      const messages = await tenant.waitForInbound(50)
      expect(messages.map(({ content }) => content.body)).toEqual(messages.map((_, n) => `${n}`))
      const { rows } = await client.query<{ bytes: number }>(
        `SELECT sum(octet_length(form))::int AS bytes FROM webhook_event JOIN message m USING (org_id, chat_account_id, sid)
         WHERE chat_account_id = $1 GROUP BY m.xmin::text ORDER BY min(m.position)`,
        [tenant.chatAccountId],
      )
      expect(rows.map(({ bytes }) => Math.round(bytes / 1e6))).toEqual([8, 4])
      // What a batch had left for the next sweep would be another line.
      const sweeps = () => stack.processes.worker.output().match(/picked up \d+ webhook events/g)
      await waitFor(sweeps, { what: 'the end of the sweep' })
      expect(sweeps()).toEqual(['picked up 50 webhook events'])
    })
  })
})

describe('a message that is ingested after newer ones', () => {
  it('stands at its own place, and leaves everything the newer ones said', async () => {
    const [tenant] = (await twilio.connect(1)) as [Tenant]
    const older = { MessageSid: 'SMolder', From: 'whatsapp:+554188887777', ProfileName: 'Old', Body: 'older' }
    const newer = { From: 'whatsapp:+5541988887777', ProfileName: 'New', Body: 'newer' }
    await tenant.receive({ ...newer, Body: 'first' })
    await tenant.waitForInbound(1)
    await stack.processes.worker.stop()
    await withDatabase(stack, async (client) => {
      await tenant.receive(older)
      await client.query('BEGIN')
      await client.query(
        `SELECT 1 FROM webhook_due JOIN webhook_event e USING (position) WHERE sid = 'SMolder' FOR UPDATE OF webhook_due`,
      )
      await stack.processes.worker.start()
      await tenant.receive(newer)
      await tenant.waitForInbound(2)
      await tenant.call('POST', `/messaging/conversations/${(await only(tenant)).id}/read`, {})
      const before = await only(tenant)
      expect(before).toMatchObject({ unreadCount: 0, contact: { profileName: 'New' } })
      await client.query('ROLLBACK')
      const messages = await tenant.waitForInbound(3)
      expect(messages.map(({ content }) => content.body)).toEqual(['first', 'older', 'newer'])
      const { revision, ...after } = await only(tenant)
      expect({ ...after, revision: before.revision }).toEqual(before)
      expect(revision).toBeGreaterThan(before.revision)
      await reply(tenant, before.id, 'to whom?')
      expect((await twilio.taken(tenant)).at(-1)?.to).toBe(newer.From)
    })
  })

  it('is unread where the reader was not there yet', async () => {
    const tenant = await Tenant.create(stack)
    await tenant.receive({ Body: 'read' })
    await tenant.waitForInbound(1)
    await tenant.call('POST', `/messaging/conversations/${(await only(tenant)).id}/read`, {})
    await stack.processes.worker.stop()
    await withDatabase(stack, async (client) => {
      await tenant.receive({ MessageSid: 'SMlate', Body: 'late' })
      await client.query('BEGIN')
      await client.query(
        `SELECT 1 FROM webhook_due JOIN webhook_event e USING (position) WHERE sid = 'SMlate' FOR UPDATE OF webhook_due`,
      )
      await stack.processes.worker.start()
      await tenant.receive({ Body: 'in time' })
      await tenant.waitForInbound(2)
      await client.query('ROLLBACK')
      await tenant.waitForInbound(3)
      expect(await only(tenant)).toMatchObject({
        unreadCount: 2,
        lastMessage: { content: { body: 'in time' } },
      })
    })
  })
})

describe('reading while messages come', () => {
  it('leaves unread exactly what came behind the reader, in 200 rounds', async () => {
    const tenant = await Tenant.create(stack)
    const readAndReceive = async (From: string) => {
      await tenant.receive({ From, Body: 'first' })
      const found = async () =>
        (await tenant.conversations()).find(({ contact }) => contact.phone === From)?.id
      const id = await waitFor(found, { what: 'the conversation' })
      const load = () => tenant.call<ConversationDetail>('GET', `/messaging/conversations/${id}`)
      const wrong: string[] = []
      let shown = await load()
      for (let round = 0; round < 25; round += 1) {
        const bodies = [`${round}, one`, `${round}, two`]
        const position = shown.messages.at(-1)?.position
        await Promise.all([
          ...bodies.map((Body) => tenant.receive({ From, Body })),
          tenant.call('POST', `/messaging/conversations/${id}/read`, { position }),
        ])
        await waitFor(async () => {
          const there = (await load()).messages.map(({ content }) => content.body)
          return bodies.every((body) => there.includes(body))
        })
        shown = await load()
        const { unreadCount, readPosition, messages } = shown
        const behind = messages.filter((message) => message.position > readPosition).length
        if (unreadCount !== behind)
          wrong.push(`${From}, round ${round}: ${unreadCount} unread, ${behind} behind the reader`)
      }
      return wrong
    }
    const customers = Array.from({ length: 8 }, (_, index) => `+1500555020${index}`)
    expect((await Promise.all(customers.map(readAndReceive))).flat()).toEqual([])
  })
})

describe('what changes nothing', () => {
  const versionOf = async (client: pg.Client, table: 'contact' | 'conversation', { orgId }: Tenant) => {
    const { rows } = await client.query<{ xmin: string }>(`SELECT xmin FROM ${table} WHERE org_id = $1`, [
      orgId,
    ])
    return rows.map(({ xmin }) => xmin)
  }

  it('writes no contact: 200 messages with the name it has', async () => {
    const tenant = await Tenant.create(stack)
    const ann = { ProfileName: 'Ann' }
    await tenant.receive(ann)
    await tenant.waitForInbound(1)
    await withDatabase(stack, async (client) => {
      const before = await versionOf(client, 'contact', tenant)
      for (let round = 0; round < 4; round += 1) {
        await Promise.all(Array.from({ length: 50 }, () => tenant.receive(ann)))
        await tenant.waitForInbound(1 + 50 * (round + 1))
      }
      expect(await versionOf(client, 'contact', tenant)).toEqual(before)
    })
    await tenant.receive({ ProfileName: 'Ann Lee' })
    await tenant.waitForInbound(202)
    expect((await only(tenant)).contact.profileName).toBe('Ann Lee')
  })

  it('tells no screen: reading what is read', async () => {
    const tenant = await Tenant.create(stack)
    await tenant.receive({})
    const id = (await tenant.waitForInbound(1))[0]?.conversationId as string
    const read = () => tenant.call('POST', `/messaging/conversations/${id}/read`, {})
    await withDatabase(stack, async (client) => {
      const recorded = async () => {
        const select = 'SELECT kind FROM org_event WHERE org_id = $1 ORDER BY seq'
        const { rows } = await client.query<{ kind: string }>(select, [tenant.orgId])
        return rows.map(({ kind }) => kind)
      }
      const seeded = (await recorded()).length
      await read()
      const before = await versionOf(client, 'conversation', tenant)
      for (let again = 0; again < 3; again += 1) await read()
      expect(await versionOf(client, 'conversation', tenant)).toEqual(before)
      await tenant.receive({})
      await tenant.waitForInbound(2)
      expect((await recorded()).slice(seeded)).toEqual(['conversation', 'message'])
    })
  })
})
