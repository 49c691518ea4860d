import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { TwilioFront, type TwilioCall } from './twilio-front.js'

const callMs = 3000

let stack: Stack
let front: TwilioFront
let twilio: SimulatedTwilio
let database: pg.Client
let spare: Tenant[]
let tenant: Tenant
let conversationId: string

beforeAll(async () => {
  front = await TwilioFront.start()
  stack = await startStack({
    simulator: true,
    env: {
      TWILIO_API_BASE_URL: front.url,
      TWILIO_TIMEOUT_MS: String(callMs),
      SEND_SETTLE_MS: '3500',
      SEND_BACKOFF_MS: '100',
      SWEEP_INTERVAL_MS: '300',
      SWEEP_AGE_MS: '300',
    },
  })
  front.target = stack.simulatorUrl
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
  spare = await twilio.connect(8)
  database = new pg.Client({ connectionString: stack.databaseUrl })
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await stack.stop()
  front.stop()
})

beforeEach(async () => {
  front.through = (_, pass) => pass()
  tenant = spare.pop() as Tenant
  await twilio.write(tenant, '+15005550006', 'Are you there?')
  await tenant.waitForInbound(1)
  conversationId = (await tenant.conversations())[0]?.id ?? ''
})

const send = (body: string) =>
  tenant.call<Message>('POST', `/messaging/conversations/${conversationId}/send`, {
    clientId: randomUUID(),
    body,
  })

/** Waits until every reply has the sid of what Twilio took for it. */
async function expectEachOnce(replies: Message[]): Promise<void> {
  const ids = replies.map(({ id }) => id)
  const ours = await waitFor(
    async () => {
      const there = (await tenant.messagesOf(conversationId)).filter(({ id }) => ids.includes(id))
      return there.every(({ sid }) => sid !== null) && there
    },
    { timeoutMs: 40_000, what: 'a sid for each' },
  )
  const taken = await twilio.taken(tenant)
  expect(taken.map(({ body }) => body)).toEqual(replies.map(({ content }) => content.body))
  expect(ours.map(({ sid }) => sid)).toEqual(taken.map(({ sid }) => sid))
}

const isPost = ({ method, form }: TwilioCall, body: string) => method === 'POST' && form.get('Body') === body
const isList = ({ method }: TwilioCall) => method === 'GET'

describe('an attempt without an answer', () => {
  it('is asked about once, however many jobs wake together, and a slow list undoes nothing', async () => {
    let lists = 0
    const posts: TwilioCall[] = []
    // Long enough for everybody else to go on, and shorter than a call may take.
    const untilMorePosts = async () => {
      const before = posts.length
      const deadline = Date.now() + 1500
      while (posts.length === before && Date.now() < deadline) await sleep(20)
    }
    front.through = async (call, pass) => {
      if (isList(call) && (lists += 1) === 1) {
        const answer = await pass()
        await untilMorePosts()
        return answer
      }
      if (!isPost(call, 'reply 0')) return pass()
      posts.push(call)
      if (posts.length === 1) throw new Error('cut before Twilio read it')
      const answer = await pass()
      await untilMorePosts()
      return answer
    }
    const replies: Message[] = []
    for (let index = 0; index < 10; index += 1) replies.push(await send(`reply ${index}`))
    await expectEachOnce(replies)
    expect(lists).toBe(1)
  })

  it('is recognised by a later look, when Twilio’s list was behind at the first', async () => {
    let posts = 0
    let lists = 0
    front.through = async (call, pass) => {
      const answer = await pass()
      if (isPost(call, 'Which one?')) {
        posts += 1
        throw new Error('cut after Twilio took it')
      }
      if (!isList(call)) return answer
      lists += 1
      const { messages } = JSON.parse(answer.body) as { messages: object[] }
      // The first attempt was minutes ago, and what Twilio took is as old.
      const aged = messages.map((one) => ({
        ...one,
        date_created: new Date(Date.now() - 180_000).toUTCString(),
        price: '-0.00500',
        price_unit: 'USD',
      }))
      await database.query(
        `UPDATE message SET first_claimed_at = first_claimed_at - interval '4 minutes' WHERE body = 'Which one?'`,
      )
      return { ...answer, body: JSON.stringify({ messages: lists === 1 ? [] : aged }) }
    }
    await expectEachOnce([await send('Which one?')])
    // What was tried a while ago is looked for once more before it is sent again.
    expect([posts, lists]).toEqual([1, 2])
    // The list also tells what it cost.
    const price = { amount: '0.005', currency: 'USD' }
    await waitFor(async () => (await tenant.messagesOf(conversationId)).at(-1)?.price, { what: 'its price' })
    expect((await tenant.messagesOf(conversationId)).at(-1)).toMatchObject({ price })
  })

  it('is looked for where it went, though the customer writes from another address by now', async () => {
    front.through = async (call, pass) => {
      const answer = await pass()
      if (!isPost(call, 'Where to?')) return answer
      await database.query(`UPDATE conversation SET reply_address = '+15005550007' WHERE id = $1`, [
        conversationId,
      ])
      throw new Error('cut after Twilio took it')
    }
    await expectEachOnce([await send('Where to?')])
  })

  it.each([
    ['number', { externalPhoneId: '+15005559998' }],
    ['account', { accountSid: `AC${'0'.repeat(32)}`, authToken: 'another' }],
  ])(
    'is not sent again when the %s changed meanwhile, since the new one can’t be asked',
    async (_, change) => {
      let posts = 0
      front.through = async (call, pass) => {
        const answer = await pass()
        if (!isPost(call, 'From where?')) return answer
        if ((posts += 1) > 1) return answer
        await tenant.call('PATCH', `/chat-accounts/${tenant.chatAccountId}`, change)
        throw new Error('cut after Twilio took it')
      }
      const { id } = await send('From where?')
      const { status } = await waitFor(
        async () => {
          const now = (await tenant.messagesOf(conversationId)).find((one) => one.id === id)
          return now?.status !== 'queued' && now
        },
        { timeoutMs: 40_000, what: 'an outcome' },
      )
      expect([status, posts]).toEqual(['unconfirmed', 1])
    },
  )
})

describe('a worker that learns too late what became of an attempt', () => {
  it('undoes no claim that another has drawn meanwhile', async () => {
    const [body, ownMs] = ['Whose is it?', 3000]
    const other = new pg.Client({ connectionString: stack.databaseUrl })
    await other.connect()
    let standsUntil: string | undefined
    let posts = 0
    let commit: Promise<unknown> = Promise.resolve()
    const postedInTime: boolean[] = []
    /** Draws the next claim as another worker does, and lets go of the row when somebody waits to write it. */
    const claimElsewhere = async () => {
      await other.query('BEGIN')
      const { rows } = await other.query<{ until: string }>(
        `UPDATE message SET claim = claim + 1, next_attempt_at = clock_timestamp() + $2 * interval '1 millisecond'
         WHERE body = $1 RETURNING next_attempt_at::text AS until`,
        [body, ownMs],
      )
      const isWaitedFor = async () => {
        const waiting = await database.query(
          `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
        )
        return waiting.rowCount === 1
      }
      commit = waitFor(isWaitedFor, { what: 'its answer to be written', everyMs: 20 }).then(() =>
        other.query('COMMIT'),
      )
      return rows[0]?.until
    }
    front.through = async (call, pass) => {
      if (isPost(call, body) && (posts += 1) === 1) throw new Error('cut before Twilio read it')
      if (isPost(call, body)) {
        const { rows } = await database.query<{ over: boolean }>(
          'SELECT clock_timestamp() >= $1::timestamptz AS over',
          [standsUntil],
        )
        postedInTime.push(rows[0]?.over ?? false)
      }
      const answer = await pass()
      if (isList(call)) standsUntil ??= await claimElsewhere()
      return answer
    }
    await expectEachOnce([await send(body)])
    await commit
    await other.end()
    expect(postedInTime).toEqual([true])
  })
})

describe('a worker that was paused between its claim and its call', () => {
  beforeAll(async () => {
    // A commit that waits for us: the moment after the claim, made as long as the test needs it.
    await database.query(`
      CREATE FUNCTION wait_for_test() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER wait_for_test AFTER UPDATE ON message DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.body LIKE 'Only once%' AND NEW.status = 'sending') EXECUTE FUNCTION wait_for_test()`)
  })

  /** Has a reply claimed, and its worker stand still before the call. */
  async function sendAndPause(body: string) {
    await database.query('SELECT pg_advisory_lock(4711)')
    const reply = await send(body)
    await waitFor(
      async () => {
        const waiting = await database.query(`SELECT 1 FROM pg_locks WHERE objid = 4711 AND NOT granted`)
        return waiting.rowCount === 1
      },
      { what: 'the claim' },
    )
    const worker = stack.processes.worker
    process.kill(worker.pid, 'SIGSTOP')
    await database.query('SELECT pg_advisory_unlock(4711)')
    return { reply, worker }
  }

  async function claimLeftMs(body: string): Promise<number> {
    const { rows } = await database.query<{ left: number }>(
      `SELECT (extract(epoch FROM next_attempt_at - clock_timestamp()) * 1000)::float8 AS left
       FROM message WHERE body = $1 AND status = 'sending'`,
      [body],
    )
    return rows[0]?.left ?? Infinity
  }

  it('does not call when its claim leaves no time for a whole call', async () => {
    const body = 'Only once, in good time'
    const leftMs: number[] = []
    front.through = async (call, pass) => {
      if (isPost(call, body)) leftMs.push(await claimLeftMs(body))
      return pass()
    }
    const { reply, worker } = await sendAndPause(body)
    await waitFor(async () => (await claimLeftMs(body)) < callMs - 500, { everyMs: 20 })
    process.kill(worker.pid, 'SIGCONT')
    await expectEachOnce([reply])
    expect(leftMs.filter((left) => left < callMs)).toEqual([])
  })

  it('does not call when others have settled its claim meanwhile', async () => {
    const { reply, worker } = await sendAndPause('Only once')
    await stack.addWorker()
    await expectEachOnce([reply])
    process.kill(worker.pid, 'SIGCONT')
    // In order, so that what it has in hand comes to its end.
    await worker.stop()
    await expectEachOnce([reply])
  })
})
