import { randomBytes, randomUUID } from 'node:crypto'
import type { ErrorBody } from '@cloudpa/contracts/errors'
import type { ConversationDetail, ConversationPage } from '@cloudpa/contracts/conversations'
import type { Message } from '@cloudpa/contracts/messages'
import type { ApiKeyScope, CreatedApiKey, Org } from '@cloudpa/contracts/orgs'
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import { Browser } from './browser.js'
import { askDatabase } from './database.js'
import { EventStream } from './event-stream.js'
import { postForm, type PostOptions } from './post-form.js'

export const webhookPath = '/api/v1/messaging/webhook/whatsapp'

interface Seeded {
  orgs: { id: string; apiKey: string; chatAccounts: { id: string }[] }[]
}

interface SeedAccount {
  externalPhoneId?: string
  accountSid?: string
  authToken?: string
  messagingServiceSid?: string
}

/** An org of its own for one test, with one number, as a program that holds its API key sees it. */
export class Tenant {
  private constructor(
    private readonly stack: SharedStack,
    readonly orgId: string,
    readonly chatAccountId: string,
    readonly apiKey: string,
    readonly account: Required<Pick<SeedAccount, 'externalPhoneId' | 'accountSid' | 'authToken'>>,
  ) {}

  static async create(stack: SharedStack, given: SeedAccount = {}): Promise<Tenant> {
    const [tenant] = await Tenant.createMany(stack, [given])
    return tenant as Tenant
  }

  /** Several at once: one start of the seed command costs more than a hundred orgs. */
  static async createMany(stack: SharedStack, given: SeedAccount[]): Promise<Tenant[]> {
    const accounts = given.map((account) => ({
      externalPhoneId: `whatsapp:+1555${String(randomBytes(4).readUInt32BE() % 10_000_000).padStart(7, '0')}`,
      accountSid: `AC${randomBytes(16).toString('hex')}`,
      authToken: randomBytes(16).toString('hex'),
      ...account,
    }))
    const orgs = accounts.map((account) => {
      const slug = `t-${randomUUID()}`
      return { slug, name: slug, chatAccounts: [account] }
    })
    const seeded = await stack.seed<Seeded>({ orgs })
    return seeded.orgs.map((org, index) => {
      const chatAccountId = org.chatAccounts[0]?.id
      const account = accounts[index]
      if (!chatAccountId || !account) throw new Error('the seed made no chatAccount')
      return new Tenant(stack, org.id, chatAccountId, org.apiKey, account)
    })
  }

  get webhookUrl(): string {
    return this.stack.apiUrl + webhookPath
  }

  fetch(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.stack.apiUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.fetch(method, path, body)
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return (text ? JSON.parse(text) : undefined) as T
  }

  async refusal(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; code: string; message: string }> {
    const response = await this.fetch(method, path, body)
    const { error } = (await response.json()) as ErrorBody
    return { status: response.status, code: error.code, message: error.message }
  }

  openScreen(apiKey: string = this.apiKey): Promise<EventStream> {
    return EventStream.open(this.stack.apiUrl, apiKey)
  }

  /** API keys enough for so many screens: each may have a hundred open. */
  async keysFor(screens: number): Promise<string[]> {
    const owner = await this.owner()
    const make = async () =>
      (await owner.post<CreatedApiKey>('/api/v1/api-keys', { name: 'Screens', scope: 'read' })).body.key
    return Promise.all(Array.from({ length: Math.ceil(screens / 100) }, make))
  }

  /** Somebody who owns the org and is signed in, since there is much that no API key may do. */
  async owner(): Promise<Browser> {
    const { slug, name } = await this.call<Org>('GET', '/org')
    const owner = new Browser(this.stack.apiUrl)
    const { email, password } = owner
    await this.stack.seed({ orgs: [{ slug, name, members: [{ email, name, password, role: 'owner' }] }] })
    await owner.signIn()
    return owner
  }

  async newApiKey(scope: ApiKeyScope = 'admin'): Promise<string> {
    const owner = await this.owner()
    return (await owner.post<CreatedApiKey>('/api/v1/api-keys', { name: 'another', scope })).body.key
  }

  /** Posts a customer's message as Twilio would; fields given override or add. */
  receive(fields: Record<string, string>, options: PostOptions = {}): Promise<Response> {
    const form = new URLSearchParams({
      MessageSid: `SM${randomBytes(16).toString('hex')}`,
      AccountSid: this.account.accountSid,
      From: 'whatsapp:+15005550006',
      To: this.account.externalPhoneId,
      Body: 'Hello',
      ...fields,
    })
    return postForm(this.webhookUrl, form.toString(), { authToken: this.account.authToken, ...options })
  }

  async conversations(): Promise<ConversationPage['items']> {
    return (await this.call<ConversationPage>('GET', '/messaging/conversations?limit=100')).items
  }

  async messagesOf(conversationId: string): Promise<Message[]> {
    return (await this.call<ConversationDetail>('GET', `/messaging/conversations/${conversationId}`)).messages
  }

  /** Waits until this many messages from customers are stored, and reads those of the inbox: all but what is put away. */
  async waitForInbound(count: number, timeoutMs = 15_000): Promise<Message[]> {
    await this.waitForStored(count, timeoutMs)
    const messages = await this.inbound()
    if (messages.length < count) throw new Error(`the inbox shows ${messages.length} of ${count} messages`)
    return messages
  }

  /** Waits until this many messages from customers are stored, in all conversations together. */
  async waitForStored(count: number, timeoutMs = 15_000): Promise<void> {
    // Asked of the database, since to read a whole inbox again and again would take most of a test's time.
    await waitFor(
      async () => {
        const [{ stored } = { stored: 0 }] = await askDatabase<{ stored: number }>(
          this.stack,
          `SELECT count(*)::int AS stored FROM message WHERE org_id = $1 AND direction = 'inbound'`,
          [this.orgId],
        )
        if (stored < count) throw new Error(`${stored} of ${count} messages are there`)
        return true
      },
      { timeoutMs, what: `${count} inbound messages` },
    )
  }

  /** Waits until the inbox has the customer's message with this sid. */
  async waitForSid(sid: string): Promise<void> {
    const statement = 'SELECT FROM message WHERE org_id = $1 AND sid = $2'
    await waitFor(async () => (await askDatabase(this.stack, statement, [this.orgId, sid])).length > 0, {
      what: sid,
    })
  }

  async inbound(): Promise<Message[]> {
    const all = await Promise.all((await this.conversations()).map(({ id }) => this.everyMessage(id)))
    return all.flat().filter(({ direction }) => direction === 'inbound')
  }

  /** Every message of a conversation, oldest first, by walking the cursor. */
  async everyMessage(conversationId: string): Promise<Message[]> {
    const pages: Message[][] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor ? `&cursor=${cursor}` : ''
      const page: { items: Message[]; nextCursor: string | null } = await this.call(
        'GET',
        `/messaging/conversations/${conversationId}/messages?limit=100${query}`,
      )
      pages.unshift(page.items)
      cursor = page.nextCursor
    }
    return pages.flat()
  }
}
