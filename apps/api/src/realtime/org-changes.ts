import type { Hint } from './hint.js'

/** What several hints said of one org, each change once. It takes bounded memory, however many hints there are. */
export class OrgChanges {
  /** Conversation ids by message id. */
  readonly messages = new Map<string, string>()
  readonly conversationIds = new Set<string>()
  /** More changed than is worth naming: `messages` and `conversationIds` are empty then, and stay so. */
  isTooMuch = false
  private changedAccounts = false
  private changedAccess = false

  /** @param maxNamed of messages and conversations */
  constructor(
    private readonly orgId: string,
    private readonly maxNamed: number,
  ) {}

  add(hint: Hint): void {
    if (hint.kind === 'chat-accounts') this.changedAccounts = true
    else if (hint.kind === 'access') this.changedAccess = true
    else if (hint.kind === 'reload') this.isTooMuch = true
    else if (hint.kind === 'conversation') this.conversationIds.add(hint.conversationId)
    else for (const [conversationId, messageId] of hint.changed) this.messages.set(messageId, conversationId)
    if (!this.isTooMuch && this.messages.size + this.conversationIds.size <= this.maxNamed) return
    this.isTooMuch = true
    this.messages.clear()
    this.conversationIds.clear()
  }

  /** The same said again, in as few hints as it takes. */
  toHints(): Hint[] {
    const { orgId } = this
    const hints: Hint[] = []
    if (this.changedAccounts) hints.push({ kind: 'chat-accounts', orgId })
    if (this.changedAccess) hints.push({ kind: 'access', orgId })
    if (this.isTooMuch) return [...hints, { kind: 'reload', orgId }]
    const changed = [...this.messages].map(([id, conversationId]): [string, string] => [conversationId, id])
    if (changed.length > 0) hints.push({ kind: 'messages', orgId, changed })
    for (const conversationId of this.conversationIds) {
      hints.push({ kind: 'conversation', orgId, conversationId })
    }
    return hints
  }
}
