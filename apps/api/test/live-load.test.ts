import type { Conversation, ConversationPage } from '@cloudpa/contracts/conversations'
import { waitFor, type Stack, type Tapped, type Wire } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EventStream } from './event-stream.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { startWatchedApi } from './watched-api.js'

/**
 * What a screen shows when it does as it is told: the list is loaded at the start and after each resync, and events
 * are written into it.
 */
class Screen {
  private readonly shown = new Map<string, Conversation>()
  private applied = 0
  resyncs = 0

  private constructor(
    readonly stream: EventStream,
    private readonly load: () => Promise<Conversation[]>,
  ) {}

  static async open(apiUrl: string, apiKey: string, load: () => Promise<Conversation[]>): Promise<Screen> {
    const screen = new Screen(await EventStream.open(apiUrl, apiKey), load)
    await screen.reload()
    return screen
  }

  private async reload(): Promise<void> {
    for (const conversation of await this.load()) this.shown.set(conversation.id, conversation)
  }

  /** Applies what came since the last call. */
  async show(): Promise<Conversation[]> {
    const news = this.stream.events.slice(this.applied)
    this.applied += news.length
    for (const event of news) {
      if ('conversation' in event) this.shown.set(event.conversation.id, event.conversation)
    }
    const resyncs = news.filter(({ type }) => type === 'resync').length
    this.resyncs += resyncs
    if (resyncs > 0) await this.reload()
    return [...this.shown.values()].toSorted((one, other) => one.id.localeCompare(other.id))
  }
}

/** The product on one side; on the other an API that many watch, whose wire to the database a test has hold of. */
describe('screens under load', () => {
  let stop: () => Promise<void>
  let wire: Wire
  let watched: Stack
  let twilio: SimulatedTwilio
  const lines = new Map<Tapped, string>()
  let hanging = false
  let queries = 0
  beforeAll(async () => {
    const both = await startWatchedApi({
      onSent: (sent, line) => {
        if (/"conversation"/.test(sent)) queries += 1
        if (!/listen/i.test(lines.get(line) ?? '')) lines.set(line, sent)
        // Pools close what is idle, and open anew.
        if (hanging) freezeQueries()
      },
      simulator: true,
      env: { LIVE_HEARTBEAT_MS: '100000' },
      watchedEnv: { DATABASE_POOL: '2' },
    })
    ;({ watched, wire, stop } = both)
    twilio = new SimulatedTwilio(both.product)
  })
  afterAll(() => stop())

  const listOf = (tenant: Tenant) => async () =>
    (await tenant.call<ConversationPage>('GET', '/messaging/conversations?limit=100')).items

  async function openScreens(tenant: Tenant, count: number): Promise<Screen[]> {
    return Promise.all(
      Array.from({ length: count }, () => Screen.open(watched.apiUrl, tenant.apiKey, listOf(tenant))),
    )
  }

  /** Customers write; resolves when all of it is in the inbox. */
  async function flood(tenant: Tenant, count: number, bodyPrefix: string): Promise<void> {
    const { accountSid, externalPhoneId: to } = tenant.account
    const before = await storedOf(tenant)
    const load = { accountSid, to, count, concurrency: 8, customers: 20, bodyPrefix }
    const { ok } = await twilio.call<{ ok: number }>('POST', '/load', load)
    expect(ok).toBe(count)
    await waitFor(async () => (await storedOf(tenant)) >= before + count, {
      what: 'the inbox',
      timeoutMs: 60_000,
      everyMs: 200,
    })
  }

  const storedOf = async (tenant: Tenant) =>
    (await listOf(tenant)()).reduce((sum, { unreadCount }) => sum + unreadCount, 0)

  /** Waits until each screen was told of so many messages, or to load again, and shows what the API answers. */
  async function waitForTruth(tenant: Tenant, screens: Screen[], count: number): Promise<void> {
    const truth = (await listOf(tenant)()).toSorted((one, other) => one.id.localeCompare(other.id))
    for (const screen of screens) {
      await waitFor(
        async () => {
          const shown = await screen.show()
          const told = screen.stream.events.filter(({ type }) => type === 'message').length
          if (screen.resyncs === 0 && told < count) throw new Error(`it heard ${told} of ${count} messages`)
          const wrong = truth.filter(
            (conversation, at) => shown[at]?.unreadCount !== conversation.unreadCount,
          )
          if (wrong.length > 0) throw new Error(`${wrong.length} of ${truth.length} conversations are old`)
          return true
        },
        { what: 'the screen', timeoutMs: 60_000 },
      )
      expect(await screen.show()).toEqual(truth)
    }
  }

  function freezeQueries(): void {
    for (const [line, sent] of lines) if (!/listen/i.test(sent)) line.freeze()
  }

  /** The API's queries get no answer while this runs; hints still come. */
  async function whileQueriesHang(run: () => Promise<void>): Promise<void> {
    hanging = true
    freezeQueries()
    await run()
    hanging = false
    wire.mend()
  }

  it('hear together what came while an answer was slow', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    await flood(ann, 20, 'first')
    const screens = await openScreens(ann, 2)
    await whileQueriesHang(() => flood(ann, 300, 'burst'))
    queries = 0
    await waitForTruth(ann, screens, 300)
    expect(queries).toBeLessThan(10)
    for (const { stream } of screens) stream.close()
  })

  it('load again instead of hearing thousands of messages late', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    await flood(ann, 20, 'first')
    const screens = await openScreens(ann, 2)
    await whileQueriesHang(() => flood(ann, 2_000, 'flood'))
    await waitForTruth(ann, screens, 2_000)
    for (const { stream } of screens) {
      expect(stream.events.length).toBeLessThan(600)
      stream.close()
    }
  })

  it('end with the truth, however many orgs are busy', async () => {
    const tenants = await twilio.connect(6)
    const screens = await Promise.all(tenants.map((tenant) => openScreens(tenant, 2)))
    queries = 0
    await Promise.all(tenants.map((tenant) => flood(tenant, 400, 'busy')))
    await Promise.all(tenants.map((tenant, at) => waitForTruth(tenant, screens[at] ?? [], 400)))
    for (const { stream } of screens.flat()) stream.close()
  })
})
