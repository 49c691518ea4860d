import { randomUUID } from 'node:crypto'
import type { Message } from '@cloudpa/contracts/messages'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

/** A conversation whose customer wrote, at a number that the simulated Twilio knows; the org replies in it. */
export class Thread {
  private constructor(
    readonly tenant: Tenant,
    readonly conversationId: string,
  ) {}

  static async begin(twilio: SimulatedTwilio, tenant: Tenant): Promise<Thread> {
    await twilio.write(tenant, '+15005550006', 'Are you there?')
    const [inbound] = await tenant.waitForInbound(1)
    return new Thread(tenant, inbound?.conversationId ?? '')
  }

  get sendPath(): string {
    return `/messaging/conversations/${this.conversationId}/send`
  }

  send(body: string, clientId: string = randomUUID()): Promise<Message> {
    return this.tenant.call('POST', this.sendPath, { clientId, body })
  }

  async now({ clientId }: Message): Promise<Message | undefined> {
    return (await this.tenant.messagesOf(this.conversationId)).find((one) => one.clientId === clientId)
  }

  settled(message: Message, status: string): Promise<Message> {
    return waitFor(
      async () => {
        const now = await this.now(message)
        if (now?.status !== status) throw new Error(`it is ${JSON.stringify(now)}`)
        return now
      },
      { timeoutMs: 40_000, what: `status ${status}` },
    )
  }

  sidOf(message: Message): Promise<string> {
    return waitFor(async () => (await this.now(message))?.sid, { what: 'a sid', timeoutMs: 20_000 })
  }
}

/** What each test of a file takes a thread of its own from: tenants at a Twilio that reports only what it is told to. */
export class Threads {
  private constructor(
    readonly stack: SharedStack,
    readonly twilio: SimulatedTwilio,
    private readonly spare: Tenant[],
  ) {}

  static async prepare(count: number): Promise<Threads> {
    const stack = await sharedStack()
    const twilio = new SimulatedTwilio(stack)
    await twilio.manualReceipts()
    return new Threads(stack, twilio, await twilio.connect(count))
  }

  anotherTenant(): Tenant {
    const tenant = this.spare.pop()
    if (!tenant) throw new Error('The file prepared too few tenants.')
    return tenant
  }

  async begin(): Promise<{ tenant: Tenant; thread: Thread }> {
    const tenant = this.anotherTenant()
    return { tenant, thread: await Thread.begin(this.twilio, tenant) }
  }
}
