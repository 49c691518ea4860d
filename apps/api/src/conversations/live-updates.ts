import type { Conversation } from '@cloudpa/contracts/conversations'
import type { PrismaClient } from '@cloudpa/db'
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common'
import { presentMessage } from '../outbound/present-message.js'
import { InjectPrisma } from '../platform/database.js'
import { HintListener, type Hint } from '../realtime/hints.js'
import { LiveStreams } from '../realtime/live-streams.js'
import { findConversations } from './conversations.queries.js'

/** Hints of one org that arrive within this time are loaded together. */
const gatherMs = 15

interface Changed {
  messageIds: Set<string>
  conversationIds: Set<string>
}

/**
 * From a hint to the open screens: loads what changed once per process, however many screens are open, and sends it
 * in the shape the API answers with. Orgs that nobody watches here cost nothing.
 */
@Injectable()
export class LiveUpdates implements OnModuleInit {
  private readonly logger = new Logger('live')
  private readonly gathered = new Map<string, Changed>()
  private readonly turns = new Map<string, Promise<void>>()

  constructor(
    @InjectPrisma() private readonly prisma: PrismaClient,
    private readonly hints: HintListener,
    private readonly streams: LiveStreams,
  ) {}

  onModuleInit(): void {
    this.hints.onHint((hint) => this.gather(hint))
    this.hints.onReconnect(() => this.streams.resyncAll())
  }

  private gather(hint: Hint): void {
    if (hint.kind === 'chat-accounts' || !this.streams.isWatched(hint.orgId)) return
    let changed = this.gathered.get(hint.orgId)
    if (!changed) {
      changed = { messageIds: new Set(), conversationIds: new Set() }
      this.gathered.set(hint.orgId, changed)
      setTimeout(() => this.flush(hint.orgId), gatherMs)
    }
    const pairs: [string, string?][] = hint.kind === 'messages' ? hint.changed : [[hint.conversationId]]
    for (const [conversationId, messageId] of pairs) {
      changed.conversationIds.add(conversationId)
      if (messageId) changed.messageIds.add(messageId)
    }
  }

  /** One after another within an org: of two snapshots the later one must be told last. */
  private flush(orgId: string): void {
    const changed = this.gathered.get(orgId)
    this.gathered.delete(orgId)
    if (!changed) return
    const turn = (this.turns.get(orgId) ?? Promise.resolve()).then(() => this.tell(orgId, changed))
    this.turns.set(orgId, turn)
    void turn.then(() => this.turns.get(orgId) === turn && this.turns.delete(orgId))
  }

  private async tell(orgId: string, changed: Changed): Promise<void> {
    try {
      await this.send(orgId, changed)
    } catch (error) {
      this.logger.warn(`screens are told to load again: ${String(error)}`)
      this.streams.send(orgId, { type: 'resync' })
    }
  }

  private async send(orgId: string, { messageIds, conversationIds }: Changed): Promise<void> {
    const [conversations, messages] = await Promise.all([
      findConversations(this.prisma, orgId, [...conversationIds]),
      this.prisma.message.findMany({
        where: { orgId, id: { in: [...messageIds] } },
        orderBy: { position: 'asc' },
      }),
    ])
    const byId = new Map<string, Conversation>(
      conversations.map((conversation) => [conversation.id, conversation]),
    )
    const told = new Set<string>()
    for (const row of messages) {
      const conversation = byId.get(row.conversationId)
      if (!conversation) continue
      told.add(conversation.id)
      this.streams.send(orgId, { type: 'message', message: presentMessage(row), conversation })
    }
    for (const conversation of conversations) {
      if (!told.has(conversation.id)) this.streams.send(orgId, { type: 'conversation', conversation })
    }
  }
}
