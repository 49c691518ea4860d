import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDoor, type Door, type Tx } from '@cloudpa/db'
import { createTestDatabase, startWire, type TestDatabase } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

let database: TestDatabase
let admin: pg.Client
let [mine, theirs] = ['', '']

beforeAll(async () => {
  database = await createTestDatabase()
  admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  ;[mine, theirs] = [await makeOrg(), await makeOrg()]
})
afterAll(() => admin.end().then(() => database.drop()))

/** An org with a row in every table that says whose it is. */
async function makeOrg(): Promise<string> {
  const [org, user] = [randomUUID(), randomUUID()]
  await admin.query(`
    INSERT INTO org (id, name, slug) VALUES ('${org}', 'Org', '${org}');
    INSERT INTO "user" (id, name, email, updated_at) VALUES ('${user}', 'Ann', '${user}@people.test', now());
    INSERT INTO member (org_id, id, user_id, role) VALUES ('${org}', gen_random_uuid(), '${user}', 'owner');
    INSERT INTO invitation (org_id, id, token_hash, email, status, inviter_id, expires_at)
      VALUES ('${org}', gen_random_uuid(), '${org}', 'carl@people.test', 'pending', '${user}', now());
    INSERT INTO api_key (org_id, id, name, scope, prefix, hash)
      VALUES ('${org}', gen_random_uuid(), 'Script', 'read', 'x', '${org}');
    INSERT INTO chat_account (org_id, id, external_phone_id, address, account_sid, updated_at)
      VALUES ('${org}', '${org}', 'whatsapp:+1', '+1', '${org}', now());
    INSERT INTO catch_up (org_id, chat_account_id, account_sid, address) VALUES ('${org}', '${org}', '${org}', '+1');
    INSERT INTO contact (org_id, id) VALUES ('${org}', '${org}');
    INSERT INTO handle (org_id, id, contact_id, kind, value) VALUES ('${org}', '${org}', '${org}', 'phone', '+2');
    INSERT INTO webhook_event (org_id, chat_account_id, kind, sid, form) VALUES ('${org}', '${org}', 'message', 'SM', '');
    INSERT INTO webhook_due (position, org_id, kind, received_at)
      SELECT position, org_id, kind, received_at FROM webhook_event WHERE org_id = '${org}';
    INSERT INTO conversation (org_id, id, contact_id, chat_account_id, reply_address, last_position, last_message_at)
      VALUES ('${org}', '${org}', '${org}', '${org}', '+2', 1, now());
    INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, author_kind, body, position, occurred_at)
      VALUES ('${org}', '${org}', '${org}', '${org}', 'inbound', 'received', 'customer', 'Hello', 1, now());
    INSERT INTO scheduled_message (org_id, id, conversation_id, author_kind, author_id, client_id, body, to_send, after_position)
      VALUES ('${org}', '${org}', '${org}', 'member', '${user}', 'c', 'Hello', '{}', 0);
    INSERT INTO spent_sid VALUES ('${org}', '${org}', 'SM', '${org}', '63018', now());
    INSERT INTO note (org_id, id, conversation_id, author_kind, author_id, author_name, body, client_id, position, occurred_at)
      VALUES ('${org}', '${org}', '${org}', 'member', '${user}', 'Ann', '@Ann', 'c', 1, now());
    INSERT INTO mention (org_id, member_id, position, note_id, conversation_id)
      SELECT org_id, id, 1, '${org}', '${org}' FROM member WHERE org_id = '${org}';
    INSERT INTO label (org_id, id, name, color) VALUES ('${org}', '${org}', 'Commission', 'red');
    UPDATE conversation SET labels = '{${org}}' WHERE org_id = '${org}';
    INSERT INTO contact_merge (org_id, id, contact_id, was) VALUES ('${org}', '${org}', '${org}', '{}');
    INSERT INTO quick_reply (org_id, id, shortcut, text, updated_at) VALUES ('${org}', '${org}', 'hi', 'Hello', now());
    INSERT INTO template (org_id, id, account_sid, sid, name, language, kind, body, face, variables, state, synced_at)
      VALUES ('${org}', '${org}', 'AC', 'HX', 'hi', 'en', 'text', 'Hello', '{}', '[]', 'approved', now());
    INSERT INTO template_sync (org_id, account_sid, started_at) VALUES ('${org}', 'AC', now());
    INSERT INTO saved_view (org_id, id, name, filter, label_id, place)
      VALUES ('${org}', '${org}', 'Unread commissions', 'unread', '${org}', 0);
    INSERT INTO message_text VALUES ('${org}', '${org}', '${org}', 1, ' hello', '{1}');
    INSERT INTO contact_text VALUES ('${org}', '${org}', ' ann', '{1}');
    INSERT INTO search_cursor VALUES ('${org}', 1);
    INSERT INTO media (org_id, id, message_id, url) VALUES ('${org}', '${org}', '${org}', 'https://x.test/');
    INSERT INTO media_usage VALUES ('${org}', 1, 1);
    INSERT INTO media_leftover VALUES ('${org}', '${org}');
    INSERT INTO org_seq VALUES ('${org}', 1);
    INSERT INTO org_event (org_id, seq, kind) VALUES ('${org}', 1, 'message')`)
  return org
}

const open: Door[] = []
afterEach(() => Promise.all(open.splice(0).map((door) => door.close())))

function openDoor(poolSize: number): Door {
  const door = createDoor({ url: database.url, poolSize })
  open.push(door)
  return door
}

/** Tables of the product that hold an org's rows, by the column that says whose they are. */
async function tenantTables(): Promise<{ name: string; key: string }[]> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id'
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
  )
  return [...rows.map(({ name }) => ({ name, key: 'org_id' })), { name: 'org', key: 'id' }]
}

/** Those of them that an org may look into by itself; the others are for batches. */
async function openTables() {
  return (await tenantTables()).filter(({ name }) => !['webhook_event', 'webhook_due'].includes(name))
}

/** The orgs of all rows that a transaction sees in all tables that are open to it. */
async function orgsSeen(tx: Tx): Promise<string[]> {
  const tables = await openTables()
  const every = tables.map(({ name, key }) => `SELECT ${key}::text AS org FROM "${name}"`).join(' UNION ')
  const rows = await tx.$queryRawUnsafe<{ org: string }[]>(every)
  return rows.map(({ org }) => org).toSorted()
}

const messageOrgs = { name: 'message orgs', text: 'SELECT org_id::text AS org FROM message', values: [] }
const statement = (text: string) => ({ name: text.slice(0, 60), text, values: [] })

describe('who comes through the door', () => {
  it('sees rows of one org in every table, and of no other', async () => {
    const door = openDoor(1)
    for (const { name, key } of await openTables()) {
      const read = (tx: Tx) => tx.$queryRawUnsafe(`SELECT DISTINCT ${key}::text AS org FROM "${name}"`)
      expect([name, await door.readOrg(mine, read)]).toEqual([name, [{ org: mine }]])
    }
    expect(await door.forOrg(theirs, orgsSeen)).toEqual([theirs])
    expect(await door.forOrg(mine, (tx) => tx.user.findMany({ select: { name: true } }))).toHaveLength(1)
  })

  it('sees those of several orgs where it names them, and none where it names none', async () => {
    const door = openDoor(1)
    const tables = (await tenantTables()).filter(({ name }) => name !== 'org').length
    const count = (tx: Tx) => tx.message.count()
    expect(tables).toBeGreaterThan(10)
    expect(await door.forOrgs([mine], count)).toBe(1)
    expect(await door.forOrgs([mine, theirs], count)).toBe(2)
    expect(await door.forOrgs([], count)).toBe(0)
  })

  it('sees the names of those orgs’ members, and nothing else of people', async () => {
    const door = openDoor(1)
    const seen = (columns: string) => (tx: Tx) =>
      tx.$queryRawUnsafe<unknown[]>(`SELECT ${columns} FROM "user" ORDER BY id`)
    expect(await door.forOrgs([mine], seen('name'))).toEqual([{ name: 'Ann' }])
    expect(await door.forOrgs([mine, theirs], seen('name'))).toHaveLength(2)
    expect(await door.forOrgs([], seen('name'))).toEqual([])
    await expect(door.forOrgs([mine], seen('email'))).rejects.toThrow('permission denied')
  })

  it('sees the same by a single statement, however often it is asked', async () => {
    const door = openDoor(1)
    // From the sixth time on PostgreSQL may keep a plan for all that come.
    for (let time = 0; time < 10; time += 1) {
      expect(await door.askOrgs([mine], messageOrgs)).toEqual([{ org: mine }])
      expect(await door.askOrgs([theirs], messageOrgs)).toEqual([{ org: theirs }])
      expect(await door.askOrgs([], messageOrgs)).toEqual([])
      expect((await door.askOrgs([mine, theirs], messageOrgs)).length).toBe(2)
    }
    await expect(
      door.askOrgs([mine], { name: 'write', text: 'UPDATE contact SET profile_name = $1', values: ['x'] }),
    ).rejects.toThrow('read-only')
    expect(await door.forOrg(mine, orgsSeen)).toEqual([mine])
  })

  it('is told why a transaction could not begin, and not that it is aborted', async () => {
    const timeoutMs = 2 ** 31
    await expect(openDoor(1).askOrg(mine, [messageOrgs], { timeoutMs })).rejects.toThrow('statement_timeout')
  })

  it.each([
    ['insert', (tx: Tx) => tx.contact.create({ data: { orgId: theirs, id: randomUUID() } })],
    ['give away', (tx: Tx) => tx.$executeRaw`UPDATE contact SET org_id = ${theirs}::uuid`],
    ['make an org', (tx: Tx) => tx.org.create({ data: { id: randomUUID(), name: 'x', slug: randomUUID() } })],
    ['remove its org', (tx: Tx) => tx.org.delete({ where: { id: mine } })],
    ['change its org’s address', (tx: Tx) => tx.$executeRaw`UPDATE org SET slug = 'x'`],
    ['make itself the operator’s', (tx: Tx) => tx.$executeRaw`UPDATE org SET by_operator = true`],
    [
      'make somebody a member',
      (tx: Tx) =>
        tx.member.create({ data: { orgId: mine, id: randomUUID(), userId: randomUUID(), role: 'owner' } }),
    ],
    ['put another in a member’s place', (tx: Tx) => tx.$executeRaw`UPDATE member SET user_id = id`],
    ['read forms as they came', (tx: Tx) => tx.$queryRaw`SELECT form FROM webhook_event`],
    [
      'write a form in Twilio’s name',
      (tx: Tx) => tx.$executeRaw`INSERT INTO webhook_event (org_id, chat_account_id, kind, sid, form)
        VALUES (${mine}::uuid, ${mine}::uuid, 'message', 'SM2', '')`,
    ],
    ['keep forms from being taken up', (tx: Tx) => tx.$executeRaw`DELETE FROM webhook_due`],
    ['empty a table', (tx: Tx) => tx.$executeRaw`TRUNCATE org_event`],
    ['look at sessions', (tx: Tx) => tx.session.count()],
    ['look at passwords', (tx: Tx) => tx.login.count()],
    ['look at reset links', (tx: Tx) => tx.verification.count()],
    ['look at who holds which number', (tx: Tx) => tx.numberHolder.count()],
    ['look at the secret of the installation', (tx: Tx) => tx.installation.count()],
    ['look at more of people than name and address', (tx: Tx) => tx.user.findMany()],
    [
      'make anything while reading',
      (tx: Tx) => tx.org.updateMany({ data: { name: 'x' } }),
      'readOrg' as const,
    ],
  ])('can’t %s', async (_, attempt, way: 'forOrg' | 'readOrg' = 'forOrg') => {
    const door = openDoor(1)
    await expect(door[way](mine, async (tx) => void (await attempt(tx)))).rejects.toThrow(
      /row-level security|permission denied|denied access|read-only transaction/,
    )
  })

  it('changes nothing of another org by a statement that names no org', async () => {
    const door = openDoor(1)
    await door.forOrg(mine, (tx) => tx.$executeRaw`UPDATE message SET body = 'Changed'`)
    await door.forOrg(mine, (tx) => tx.$executeRaw`DELETE FROM handle`)
    const { rows } = await admin.query(
      `SELECT (SELECT body FROM message WHERE org_id = $1), (SELECT count(*)::int FROM handle WHERE org_id = $1)`,
      [theirs],
    )
    expect(rows).toEqual([{ body: 'Hello', count: 1 }])
  })

  it('names an org by its id and by nothing else', async () => {
    const door = openDoor(1)
    const injected = `${mine}'; SET LOCAL ROLE NONE; --`
    for (const id of ['', 'made-up', injected, `{${mine}}`]) {
      await expect(door.forOrg(id, orgsSeen)).rejects.toThrow('That is no org id.')
      await expect(door.forOrgs([id], orgsSeen)).rejects.toThrow('That is no org id.')
    }
  })
})

describe('every table of an org’s rows', () => {
  it('obeys a policy for each role, its owner’s too, and names nobody else', async () => {
    const { rows } = await admin.query<{
      name: string
      enabled: boolean
      forced: boolean
      policies: string[]
    }>(
      `SELECT c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
              ARRAY(SELECT r.rolname || ': ' || p.policyname || ' ' || p.cmd FROM pg_policies p, unnest(p.roles) r (rolname)
                    WHERE p.tablename = c.relname AND p.permissive = 'PERMISSIVE' ORDER BY r.rolname) AS policies
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id'
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
    )
    expect(rows.length).toBeGreaterThan(10)
    const policies = ['cloudpa_batch: some_orgs ALL', 'cloudpa_tenant: one_org ALL', 'postgres: system ALL']
    // A migration that makes such a table says: CALL raise_wall('the_table').
    for (const row of rows) expect(row).toEqual({ name: row.name, enabled: true, forced: true, policies })
  })

  it('is all that the roles may touch, but for their org and its people', async () => {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT DISTINCT c.relname AS name FROM pg_class c, unnest(ARRAY['cloudpa_tenant', 'cloudpa_batch']) AS role
       WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'bullmq'))
         AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
         AND (has_table_privilege(role, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
              OR has_any_column_privilege(role, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))`,
    )
    const touched = rows.map(({ name }) => name).toSorted()
    const held = (await tenantTables()).map(({ name }) => name)
    expect(touched).toEqual([...held, 'user'].toSorted())
  })

  it('is reached by functions with their owner’s rights that take nobody’s temporary table for ours', async () => {
    const { rows } = await admin.query<{ name: string; settings: string[] }>(
      `SELECT proname AS name, proconfig AS settings FROM pg_proc
       WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY proname`,
    )
    const names = [
      'count_messages',
      'find_among_newest',
      'find_by_grams',
      'find_people',
      'is_held_elsewhere',
      'keep_number_holder',
    ]
    const settings = expect.arrayContaining(['search_path=public, pg_temp'])
    expect(rows).toEqual(names.map((name) => ({ name, settings })))
  })

  it('is owned by none of the roles, which can do nothing that policies don’t bind', async () => {
    const { rows } = await admin.query(
      `SELECT rolname FROM pg_roles WHERE rolname IN ('cloudpa_tenant', 'cloudpa_batch')
         AND NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolcanlogin OR rolreplication)
         AND NOT EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)
         AND NOT EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid)
       ORDER BY rolname`,
    )
    expect(rows).toEqual([{ rolname: 'cloudpa_batch' }, { rolname: 'cloudpa_tenant' }])
  })
})

describe('a connection that goes from org to org', () => {
  const ends: [string, (door: Door) => Promise<unknown>][] = [
    ['a success', (door) => door.forOrg(mine, orgsSeen)],
    ['a read', (door) => door.readOrg(mine, orgsSeen)],
    ['a single statement', (door) => door.askOrgs([mine], messageOrgs)],
    ['a single statement that failed', (door) => door.askOrgs([mine], statement('SELECT 1 / 0'))],
    ['one that can’t be planned', (door) => door.askOrgs([mine], statement('SELECT nothing_like_it'))],
    ['one that ended the transaction', (door) => door.askOrgs([mine], statement('ROLLBACK'))],
    [
      'one whose backend was killed',
      async (door) => {
        const [own] = await door.askOrgs<{ pid: number }>([mine], statement('SELECT pg_backend_pid() AS pid'))
        const asked = door.askOrgs([mine], statement('SELECT pg_sleep(60)'))
        await Promise.all([asked, admin.query('SELECT pg_terminate_backend($1, 5000)', [own?.pid])])
      },
    ],
    [
      'one that set an org for the session',
      (door) => door.askOrgs([mine], statement(`SELECT set_config('app.org_ids', '{${mine}}', false)`)),
    ],
    ['work that asked nothing', (door) => door.forOrg(mine, async () => undefined)],
    ['an error of PostgreSQL’s', (door) => door.forOrg(mine, (tx) => tx.$queryRaw`SELECT 1 / 0`)],
    ['an error of ours', (door) => door.forOrg(mine, () => Promise.reject(new Error('ours')))],
    [
      'a foreign write',
      (door) => door.forOrg(mine, (tx) => tx.contact.create({ data: { orgId: theirs, id: randomUUID() } })),
    ],
    [
      'a time limit in a statement',
      (door) => door.forOrg(mine, (tx) => tx.$queryRaw`SELECT pg_sleep(0.4)::text`, { timeoutMs: 100 }),
    ],
    ['a time limit between statements', (door) => door.forOrg(mine, () => sleep(300), { timeoutMs: 100 })],
    [
      'a backend that was killed',
      (door) =>
        door.forOrg(mine, async (tx) => {
          const [own] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
          await admin.query('SELECT pg_terminate_backend($1, 5000)', [own?.pid])
          return tx.message.count()
        }),
    ],
    [
      'a statement that ended the transaction itself',
      (door) => door.forOrg(mine, (tx) => tx.$executeRaw`COMMIT`),
    ],
    [
      'an org that was set for the session',
      (door) =>
        door.forOrg(
          mine,
          (tx) => tx.$queryRaw`SELECT set_config('app.org_id', ${mine}, false),
        set_config('app.org_ids', ${`{${mine}}`}, false)`,
        ),
    ],
    [
      'a role that was set for the session',
      (door) => door.forOrg(mine, (tx) => tx.$executeRaw`SET ROLE NONE`),
    ],
  ]

  it('is free again soon after a statement that took too long', async () => {
    const door = openDoor(1)
    const startedAt = performance.now()
    const asked = door.readOrg(mine, (tx) => tx.$queryRaw`SELECT pg_sleep(20)::text`, { timeoutMs: 100 })
    await expect(asked).rejects.toThrow()
    expect(await door.readOrg(mine, orgsSeen)).toEqual([mine])
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })

  it.each(ends)('takes nothing along after %s', async (_, end) => {
    const door = openDoor(1)
    await end(door).catch(() => undefined) // how it ends is not the question
    expect(await door.forOrg(theirs, orgsSeen)).toEqual([theirs])
    expect(await door.forOrgs([], (tx) => tx.message.count())).toBe(0)
    expect(await door.readOrg(theirs, orgsSeen)).toEqual([theirs])
    expect(await door.askOrgs([theirs], messageOrgs)).toEqual([{ org: theirs }])
  })

  it('serves many orgs at once, some of whose work fails, without a row of another', async () => {
    const door = openDoor(4)
    const orgs: string[] = []
    for (let org = 0; org < 8; org += 1) orgs.push(await makeOrg())
    let foreign = 0
    const work = async (orgId: string, at: number) => {
      await door[at % 2 ? 'forOrg' : 'readOrg'](orgId, async (tx) => {
        const rows = await tx.message.findMany()
        foreign += rows.filter((row) => row.orgId !== orgId).length + (rows.length === 1 ? 0 : 1)
        if (at % 5 === 0) throw new Error('ours')
        if (at % 7 === 0) await tx.$queryRaw`SELECT 1 / 0`
        if (at % 31 === 0) await tx.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`
      }).catch(() => undefined) // how it ends is not the question
    }
    await Promise.all(Array.from({ length: 400 }, (_, at) => work(orgs[at % orgs.length] ?? mine, at)))
    expect(foreign).toBe(0)
  })

  it('finds a fault and not nothing where its BEGIN was refused as a whole', async () => {
    let isSpoilt = false
    const wire = await startWire(database.url, (sent) => {
      const at = isSpoilt ? sent.indexOf('BEGIN') : -1
      if (at >= 0) sent.write('BEGAN', at)
    })
    const door = createDoor({ url: wire.url, poolSize: 1 })
    isSpoilt = true
    await expect(door.askOrgs([mine], messageOrgs)).rejects.toThrow('syntax error')
    await expect(door.readOrg(mine, (tx) => tx.message.count())).rejects.toThrow('syntax error')
    await expect(door.forOrg(mine, (tx) => tx.$executeRaw`DELETE FROM message`)).rejects.toThrow(
      'syntax error',
    )
    isSpoilt = false
    expect(await door.askOrgs([mine], messageOrgs)).toEqual([{ org: mine }])
    expect(await door.forOrg(theirs, orgsSeen)).toEqual([theirs])
    await door.close()
    await wire.stop()
  })

  it('is no use to a query that goes on after its transaction', async () => {
    const door = openDoor(1)
    let late: Promise<unknown> = Promise.resolve()
    const over = door.forOrg(mine, async (tx) => {
      // Not awaited: its second step, which looks for the contacts, comes when the transaction is over.
      late = tx.conversation.findMany({ include: { contact: true } })
      late.catch(() => undefined)
      await sleep(0)
      throw new Error('ours')
    })
    await expect(over).rejects.toThrow('ours')
    await expect(late).rejects.toThrow('The transaction of this query is over.')
    let kept: Tx | undefined
    await door.forOrg(mine, async (tx) => void (kept = tx))
    await expect(kept?.message.count()).rejects.toThrow()
    expect(await door.forOrg(theirs, orgsSeen)).toEqual([theirs])
  })
})
