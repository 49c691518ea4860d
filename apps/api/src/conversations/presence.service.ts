import type { TellPresence } from '@cloudpa/contracts/presence'
import type { Door } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { AttemptBuckets } from '../auth/attempt-buckets.js'
import type { CurrentMember } from '../auth/member.decorator.js'
import { TypingIndicator } from '../outbound/typing-indicator.js'
import { AppError, notFound } from '../platform/app-error.js'
import { arrayLiteral } from '../platform/array-literal.js'
import { InjectDoor } from '../platform/database.js'
import { SharedLookup } from '../platform/shared-lookup.js'
import { PresenceLine } from '../realtime/presence-line.js'

/** One person on a few screens, who walks through a list with J, stays far below it. */
const pace = { burst: 60, everyMs: 500 }
const maxRemembered = 10_000

interface Place {
  orgId: string
  conversationId: string
}

const keyOf = ({ orgId, conversationId }: Place) => `${orgId}:${conversationId}`

/** Who is at which conversation. Nothing of it is stored: it is passed on to the org's other screens, and runs out. */
@Injectable()
export class PresenceService {
  private readonly told = new AttemptBuckets()
  /** Conversations that there are: one is never another org's, so nobody need be asked again. */
  private readonly known = new Set<string>()
  private readonly lookup = new SharedLookup((places: Place[]) => this.exist(places))

  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly line: PresenceLine,
    private readonly typing: TypingIndicator,
  ) {}

  /** @throws {AppError} rate_limited when one person tells too often, not_found where there is no such conversation */
  async tell({ orgId, memberId }: CurrentMember, conversationId: string, input: TellPresence): Promise<void> {
    if (!memberId) throw new AppError('people_only')
    if (this.told.take(memberId, pace) > 0) throw new AppError('presence_often')
    const place = { orgId, conversationId }
    if (!this.known.has(keyOf(place))) await this.learn(place)
    this.line.give({ ...place, memberId, ...input })
    if (input.state === 'typing') this.typing.note(place)
  }

  private async learn(place: Place): Promise<void> {
    if (!(await this.lookup.find(place))) throw notFound()
    const [oldest] = this.known
    if (oldest !== undefined && this.known.size >= maxRemembered) this.known.delete(oldest)
    this.known.add(keyOf(place))
  }

  private async exist(places: Place[]): Promise<boolean[]> {
    const orgIds = places.map(({ orgId }) => orgId)
    const found = await this.door.askOrgs<Place>(new Set(orgIds), {
      name: 'conversations-that-there-are',
      text: `SELECT named.org_id AS "orgId", named.id AS "conversationId"
             FROM unnest($1::uuid[], $2::uuid[]) AS named (org_id, id), LATERAL (
               SELECT FROM conversation WHERE (org_id, id) = (named.org_id, named.id) LIMIT 1
             ) AS c`,
      values: [arrayLiteral(orgIds), arrayLiteral(places.map(({ conversationId }) => conversationId))],
    })
    const there = new Set(found.map(keyOf))
    return places.map((place) => there.has(keyOf(place)))
  }
}
