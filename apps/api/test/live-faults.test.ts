import { randomUUID } from 'node:crypto'
import type { LiveEvent } from '@cloudpa/contracts/events'
import { waitFor, type Stack, type Tapped, type Wire } from '@cloudpa/testing/kit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { EventStream } from './event-stream.js'
import { Tenant } from './tenant.js'
import { startWatchedApi } from './watched-api.js'

const messageWith = (body: string) => (event: LiveEvent) =>
  event.type === 'message' && event.message.content.body === body

/** Two APIs on one database. One reaches it over a wire that can break. */
describe('when the network to the database breaks', () => {
  let stop: () => Promise<void>
  let wire: Wire
  let sound: Stack
  let shaky: Stack
  const listening = new Set<Tapped>()
  let strike: ((sent: string, line: Tapped) => void) | undefined
  beforeAll(async () => {
    const onSent = (sent: string, line: Tapped) => {
      if (/listen/i.test(sent)) listening.add(line)
      strike?.(sent, line)
    }
    ;({ product: sound, watched: shaky, wire, stop } = await startWatchedApi({ onSent }))
  })
  afterEach(() => {
    strike = undefined
    wire.mend()
  })
  afterAll(() => stop())

  async function openTenant() {
    const tenant = await Tenant.create(sound)
    await tenant.receive({ Body: 'Hello' })
    await tenant.waitForInbound(1)
    const [conversation] = await tenant.conversations()
    const { apiKey } = tenant
    /** Replies at the shaky API. */
    const reply = async (body: string) => {
      const answer = await fetch(`${shaky.apiUrl}/api/v1/messaging/conversations/${conversation?.id}/send`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ clientId: randomUUID(), body }),
        signal: AbortSignal.timeout(20_000),
      })
      expect(answer.status).toBe(202)
    }
    return { tenant, apiKey, reply }
  }

  it('what could not be told is told again', async () => {
    const { tenant, reply } = await openTenant()
    const screen = await tenant.openScreen()
    let cuts = 0
    strike = (sent, line) => {
      if (!/notify/i.test(sent) || cuts === 3) return
      cuts += 1
      line.cut()
    }
    await reply('Told late')
    await screen.waitFor(messageWith('Told late'), 'the reply')
    await waitFor(() => cuts === 3, { what: 'the third try' })
    screen.close()
  })

  it('nobody who replies waits for a word that is never answered', async () => {
    const { tenant, reply } = await openTenant()
    const screen = await tenant.openScreen()
    let isStruck = false
    strike = (sent, line) => {
      if (isStruck || !/notify/i.test(sent)) return
      isStruck = true
      line.freeze()
    }
    await reply('Told into the void')
    await screen.waitFor(messageWith('Told into the void'), 'the reply')
    expect(isStruck).toBe(true)
    screen.close()
  })

  it('a line that went silent is replaced, and screens hear what it did not say', async () => {
    const { tenant, apiKey } = await openTenant()
    const screen = await EventStream.open(shaky.apiUrl, apiKey)
    for (const line of listening) line.freeze()
    await tenant.receive({ Body: 'Can you hear me?' })
    await screen.waitFor(messageWith('Can you hear me?'), 'a message of which no hint came')
    await tenant.receive({ Body: 'And now?' })
    await screen.waitFor(messageWith('And now?'), 'a message over the new line')
    screen.close()
  })
})
