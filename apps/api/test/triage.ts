import type {
  Conversation,
  ConversationCounts,
  ConversationFilter,
  ConversationPage,
  CountsAnswer,
} from '@cloudpa/contracts/conversations'
import type { LiveEvent } from '@cloudpa/contracts/events'
import type { Label } from '@cloudpa/contracts/labels'
import type { Act, ActedOn, Bulk, BulkAnswer, Undo } from '@cloudpa/contracts/triage'
import { waitFor } from '@cloudpa/testing/kit'
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import { askDatabase } from './database.js'
import { Tenant } from './tenant.js'

const conversations = '/messaging/conversations'

/** An org's inbox, as a program sees it that works through it. */
export class Inbox {
  constructor(
    private readonly stack: Pick<SharedStack, 'databaseUrl'>,
    readonly tenant: Tenant,
  ) {}

  /** An inbox with one conversation for each customer, in which they have written once. */
  static async open(stack: SharedStack, customers: number): Promise<{ inbox: Inbox; ids: string[] }> {
    const inbox = new Inbox(stack, await Tenant.create(stack))
    const ids: string[] = []
    for (let n = 0; n < customers; n += 1) ids.push(await inbox.hear(n))
    return { inbox, ids }
  }

  /** Has a customer write, and waits until it is there. */
  async hear(customer: number, body = 'Hello'): Promise<string> {
    const sid = `SM${crypto.randomUUID()}`
    await this.tenant.receive({ MessageSid: sid, From: `whatsapp:+1500555${1000 + customer}`, Body: body })
    await this.tenant.waitForSid(sid)
    const found = 'SELECT conversation_id AS id FROM message WHERE org_id = $1 AND sid = $2'
    const [message] = await askDatabase<{ id: string }>(this.stack, found, [this.tenant.orgId, sid])
    return message?.id ?? ''
  }

  act(id: string, { kind, ...input }: Act): Promise<Conversation> {
    return this.tenant.call('POST', `${conversations}/${id}/${kind}`, input)
  }

  bulk(ids: string[], action: Act, seen?: Bulk['seen']): Promise<BulkAnswer> {
    return this.tenant.call('POST', `${conversations}/bulk`, { ids, action, seen })
  }

  undo(undo: Undo): Promise<ActedOn> {
    return this.tenant.call('POST', `${conversations}/bulk/undo`, { undo })
  }

  now(id: string | undefined): Promise<Conversation> {
    return this.tenant.call('GET', `${conversations}/${id}`)
  }

  /** Waits until a conversation is as it should be. */
  becomes(
    id: string | undefined,
    matches: (now: Conversation) => boolean,
    what: string,
  ): Promise<Conversation> {
    return waitFor(
      async () => {
        const now = await this.now(id)
        return matches(now) && now
      },
      { what, timeoutMs: 20_000 },
    )
  }

  /** Makes a label, and gives its id. */
  async label(name: string): Promise<string> {
    return (await this.tenant.call<Label>('POST', '/labels', { name, color: 'jade' })).id
  }

  async counts(): Promise<ConversationCounts> {
    return (await this.tenant.call<CountsAnswer>('GET', '/messaging/counts')).counts
  }

  /** The ids that a filter finds, of those with a label if one is given, from page to page. */
  async find(filter: ConversationFilter, limit = 100, label = ''): Promise<string[]> {
    const ids: string[] = []
    const of = `filter=${filter}&limit=${limit}${label && `&label=${label}`}`
    for (let cursor: string | null = ''; cursor !== null;) {
      const path: string = `${conversations}?${of}${cursor && `&cursor=${cursor}`}`
      const page: ConversationPage = await this.tenant.call('GET', path)
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    return ids
  }

  /** How many events the org has had. */
  async happened(): Promise<number> {
    const asked = 'SELECT last::int AS last FROM org_seq WHERE org_id = $1'
    const [row] = await askDatabase<{ last: number }>(this.stack, asked, [this.tenant.orgId])
    return row?.last ?? 0
  }
}

/** Whether a screen is told that a conversation is as said. */
export const tells =
  (id: string | undefined, matches: (now: Conversation) => boolean) =>
  (event: LiveEvent): boolean =>
    (event.type === 'conversation' || event.type === 'message') &&
    event.conversation.id === id &&
    matches(event.conversation)

/** A time so many milliseconds from now. */
export const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()
