import type { FoundMessage, FoundPerson, SearchAnswer, SearchQuery } from '@cloudpa/contracts/search'
import type { Door } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import type { CurrentMember } from '../auth/member.decorator.js'
import { readCursor, writeCursor, type Place } from '../conversations/cursor.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { InjectDoor } from '../platform/database.js'
import { readId } from '../platform/id-param.js'
import { Slots } from '../platform/slots.js'
import { isTimeout } from '../platform/transient.js'
import { presentFound, selectConversation, selectMessages, type FoundRow } from './find-messages.js'
import {
  presentPeople,
  selectCandidates,
  selectPeople,
  type Candidate,
  type PersonRow,
} from './find-people.js'
import { readSearch, type Search } from './words.js'

/** Who types on has asked for something else by then. */
const limits = { timeoutMs: 3_000 }
/** Of one org: who asks on finds no place to wait in. */
const mostWaiting = 50

type Org = Pick<CurrentMember, 'orgId'>

interface Asked {
  orgId: string
  search: Search
  before: Place | undefined
  limit: number
}

/** Whatever a page needs is asked for in one round trip, and one more where there is somebody to show. */
@Injectable()
export class SearchService {
  /** A search may read a thousand times what a screen does: most of the pool is left to everybody else. */
  private readonly turns: Slots

  constructor(
    @InjectDoor() private readonly door: Door,
    @InjectEnv() env: Env,
  ) {
    this.turns = Slots.betweenOrgs(Math.max(1, Math.floor(env.DATABASE_POOL / 4)), mostWaiting)
  }

  /**
   * @throws {AppError} not_found for a conversation that is none of the org's; too_many_ask when it takes too long, or too
   *   many wait
   */
  async search({ orgId }: Org, { q, conversation, cursor, limit }: SearchQuery): Promise<SearchAnswer> {
    const search = readSearch(q)
    const before = cursor === undefined ? undefined : readCursor(cursor)
    if (before?.towards === 'newer') throw new AppError('cursor')
    const asked = { orgId, search, before, limit }
    try {
      return await this.turns.run(
        () => (conversation === undefined ? this.searchAll(asked) : this.searchOne(asked, conversation)),
        orgId,
      )
    } catch (error) {
      throw isTimeout(error) ? new AppError('too_many_ask', undefined, { cause: error }) : error
    }
  }

  private async searchAll({ orgId, search, before, limit }: Asked): Promise<SearchAnswer> {
    if (search.words.length === 0) return { people: [], messages: [], nextCursor: null, count: null }
    const selected = selectMessages(search, { orgId, before, limit: limit + 1 })
    // People come with the first page alone.
    if (before) {
      const [rows] = await this.door.askOrg<[FoundRow]>(orgId, [selected], limits)
      return { people: [], ...pageOf(presentFound(rows, search), limit), count: null }
    }
    const [candidates, rows] = await this.door.askOrg<[Candidate, FoundRow]>(
      orgId,
      [selectCandidates(orgId, search), selected],
      limits,
    )
    const people = await this.showPeople(orgId, candidates, search)
    return { people, ...pageOf(presentFound(rows, search), limit), count: null }
  }

  private async searchOne(
    { orgId, search, before, limit }: Asked,
    conversation: string,
  ): Promise<SearchAnswer> {
    const conversationId = readId(conversation)
    if (conversationId === null) throw notFound()
    const where = { orgId, conversationId, before, limit: limit + 1 }
    const [[own], rows] = await this.door.askOrg<[{ count: number }, FoundRow]>(
      orgId,
      [selectConversation(search, where), selectMessages(search, where)],
      limits,
    )
    if (!own) throw notFound()
    if (search.words.length === 0) return { people: [], messages: [], nextCursor: null, count: null }
    return {
      people: [],
      ...pageOf(presentFound(rows, search), limit),
      count: before ? null : own.count,
    }
  }

  private async showPeople(orgId: string, candidates: Candidate[], search: Search): Promise<FoundPerson[]> {
    const selected = selectPeople(orgId, candidates, search)
    if (!selected) return []
    const [rows] = await this.door.askOrg<[PersonRow]>(orgId, [selected], limits)
    return presentPeople(rows, search)
  }
}

/** @param found one more than are shown, where there are more */
function pageOf(found: FoundMessage[], limit: number): Pick<SearchAnswer, 'messages' | 'nextCursor'> {
  const messages = found.slice(0, limit)
  const last = found.length > limit ? messages.at(-1)?.message : undefined
  const nextCursor = last ? writeCursor({ position: BigInt(last.position), id: last.id }) : null
  return { messages, nextCursor }
}
