import { randomUUID } from 'node:crypto'
import type { LiveEvent } from '@cloudpa/contracts/events'
import { waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memberIdOf, newMember, newOwner, type Browser } from './browser.js'
import { askDatabase } from './database.js'
import { EventStream } from './event-stream.js'
import { Tenant } from './tenant.js'
import { startWatchedApi } from './watched-api.js'

type Presence = Extract<LiveEvent, { type: 'presence' }>

const presences = ({ events }: EventStream) =>
  events.filter((event): event is Presence => event.type === 'presence')

/** Who is at a conversation as a screen heard it last: `state memberId`. */
function seenAt(screen: EventStream, conversationId: string): string[] {
  const last = presences(screen).findLast(
    ({ all, conversations }) => all || conversations.some((one) => one.conversationId === conversationId),
  )
  const here = last?.conversations.find((one) => one.conversationId === conversationId)
  return (here?.members ?? []).map(({ memberId, state }) => `${state} ${memberId}`)
}

const sees = (screen: EventStream, conversationId: string, ...expected: string[]) =>
  waitFor(() => seenAt(screen, conversationId).join() === expected.join(), {
    what: `${expected.join() || 'nobody'} at the conversation`,
    timeoutMs: 15_000,
  })

describe('who is at a conversation', () => {
  let product: Stack
  let watched: Stack
  let stop: () => Promise<void>
  let queries = 0
  let tenant: Tenant
  let id: string
  let [ann, ben]: Browser[] = []
  let [annId, benId] = ['', '']

  beforeAll(async () => {
    ;({ product, watched, stop } = await startWatchedApi({
      onSent: (sent) => (queries += sent.split(/SELECT|INSERT|UPDATE/).length - 1),
      env: { LIVE_HEARTBEAT_MS: '100000', PRESENCE_LEASE_MS: '1500' },
    }))
    tenant = await Tenant.create(product)
    ann = await tenant.owner()
    ben = await newMember(ann, 'member')
    ;[annId, benId] = [await memberIdOf(ann, ann.email), await memberIdOf(ann, ben.email)]
    await tenant.receive({ Body: 'Hello' })
    await tenant.waitForInbound(1)
    id = (await tenant.conversations())[0]?.id ?? ''
  })
  afterAll(() => stop())

  /** Asks one of the two API processes, whichever the person signed in at. */
  const tell = async ({ apiUrl }: Stack, who: Browser | undefined, state: string, over: object = {}) => {
    const { conversationId = id, ...body } = { screen: 'the-desk', state, ...over } as {
      conversationId?: string
    }
    const response = await fetch(`${apiUrl}/api/v1/messaging/conversations/${conversationId}/presence`, {
      method: 'POST',
      headers: { cookie: who?.cookie ?? '', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    await response.text()
    return response.status
  }
  const screenOf = ({ apiUrl }: Stack, who: Browser | undefined) =>
    EventStream.open(apiUrl, { cookie: who?.cookie ?? '' })

  it('is told to every process, to nobody of another org, and stored nowhere', async () => {
    const eve = await newOwner(product)
    const events = () => askDatabase(product, 'SELECT FROM org_event WHERE org_id = $1', [tenant.orgId])
    const before = (await events()).length
    const [annSees, benSees, evil, program] = await Promise.all([
      screenOf(product, ann),
      screenOf(watched, ben),
      screenOf(watched, eve),
      EventStream.open(watched.apiUrl, tenant.apiKey),
    ])
    expect(await tell(product, ann, 'typing')).toBe(204)
    await sees(benSees, id, `typing ${annId}`)
    expect(await tell(watched, ben, 'looking')).toBe(204)
    for (const screen of [annSees, benSees]) await sees(screen, id, `typing ${annId}`, `looking ${benId}`)
    const late = await screenOf(watched, ben)
    await sees(late, id, `typing ${annId}`, `looking ${benId}`)
    expect(await tell(watched, ann, 'left')).toBe(204)
    for (const screen of [annSees, benSees, late]) await sees(screen, id, `looking ${benId}`)
    expect(await tell(product, ben, 'left')).toBe(204)
    await sees(benSees, id)
    // Nothing of it moves where a screen goes on from.
    expect(new Set(benSees.ids).size).toBe(1)
    expect(presences(evil).flatMap(({ conversations }) => conversations)).toEqual([])
    expect(presences(program)).toEqual([])
    expect((await events()).length).toBe(before)
    for (const screen of [annSees, benSees, evil, program, late]) screen.close()
  })

  it('runs out for who says no more: first that they type, then that they are there', async () => {
    const screen = await screenOf(watched, ben)
    await tell(product, ann, 'typing')
    await sees(screen, id, `typing ${annId}`)
    await sees(screen, id, `looking ${annId}`)
    await sees(screen, id)
    screen.close()
  })

  it('is said for oneself alone, by people, of what is theirs', async () => {
    const eve = await newOwner(product)
    expect(await tell(watched, eve, 'looking')).toBe(404)
    expect(await tell(watched, ann, 'looking', { conversationId: randomUUID() })).toBe(404)
    expect(await tell(watched, ann, 'looking', { memberId: benId })).toBe(400)
    expect(await tell(watched, ann, 'dancing')).toBe(400)
    expect(await tell(watched, undefined, 'looking')).toBe(401)
    const path = `/messaging/conversations/${id}/presence`
    const body = { screen: 'the-desk', state: 'looking' }
    expect(await tenant.refusal('POST', path, body)).toMatchObject({ status: 403, code: 'forbidden' })
  })

  it('is refused at once, at every process, to whose session ended', async () => {
    const leaving = await newMember(ann as Browser, 'member')
    expect(await tell(watched, leaving, 'looking')).toBe(204)
    expect((await leaving.signOut()).status).toBe(200)
    await waitFor(async () => (await tell(watched, leaving, 'looking')) === 401)
  })

  it('costs next to nothing however often it is said, and is limited', async () => {
    const flooding = await newMember(ann as Browser, 'member')
    expect(await tell(watched, flooding, 'looking')).toBe(204)
    queries = 0
    const answers: number[] = []
    for (let round = 0; round < 20; round += 1) {
      const some = Array.from({ length: 50 }, (_, at) =>
        tell(watched, flooding, at % 2 ? 'typing' : 'looking', { screen: `flood-${at}-${round}` }),
      )
      answers.push(...(await Promise.all(some)))
    }
    expect(queries).toBeLessThan(200)
    const taken = answers.filter((status) => status === 204).length
    expect(taken).toBeGreaterThan(30)
    expect(answers.filter((status) => status === 429)).toHaveLength(1_000 - taken)
    expect(taken).toBeLessThan(200)
    // Another one is not kept out by it.
    expect(await tell(watched, ben, 'looking')).toBe(204)
  })
})
