import type { FoundMessage, SearchAnswer, SearchQuery } from '@cloudpa/contracts/search'
import type { Door, Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { validate } from 'uuid'
import type { Env } from '../env.js'
import type { CurrentMember } from '../auth/member.decorator.js'
import { readCursor, writeCursor } from '../conversations/cursor.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectEnv } from '../platform/config.js'
import { InjectDoor } from '../platform/database.js'
import { Slots } from '../platform/slots.js'
import { codeOf, isTimeout, someSource } from '../platform/transient.js'
import { findMessages } from './find-messages.js'
import { findPeople } from './find-people.js'
import { readSearch } from './words.js'

/** Who types on has asked for something else by then. */
const timeoutMs = 3_000

type Org = Pick<CurrentMember, 'orgId'>

@Injectable()
export class SearchService {
  /** A search may read a thousand times what a screen does: most of the pool is left to everybody else. */
  private readonly turns: Slots

  constructor(
    @InjectDoor() private readonly door: Door,
    @InjectEnv() env: Env,
  ) {
    this.turns = new Slots(Math.max(1, Math.floor(env.DATABASE_POOL / 4)))
  }

  /** @throws {AppError} not_found for a conversation that is none of the org's; too_many_ask when it takes too long */
  async search({ orgId }: Org, { q, conversation, cursor, limit }: SearchQuery): Promise<SearchAnswer> {
    const search = readSearch(q)
    const before = cursor === undefined ? undefined : readCursor(cursor)
    if (before?.towards === 'newer') throw new AppError('cursor')
    return this.read(orgId, async (tx) => {
      if (conversation !== undefined) {
        const id = validate(conversation) ? conversation : undefined
        if (
          !id ||
          !(await tx.conversation.findUnique({ where: { id_orgId: { orgId, id } }, select: { id: true } }))
        )
          throw notFound()
      }
      if (search.words.length === 0) return { people: [], messages: [], nextCursor: null }
      const isFirst = before === undefined && conversation === undefined
      const people = isFirst ? await findPeople(tx, orgId, search) : []
      const where = { orgId, conversationId: conversation, before, limit: limit + 1 }
      const found = await findMessages(tx, search, where)
      const shown = found.slice(0, limit)
      const last = found.length > limit ? shown.at(-1) : undefined
      return {
        people,
        messages: shown,
        nextCursor: last ? writeCursor(placeOf(last)) : null,
      }
    })
  }

  private async read<T>(orgId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await this.turns.run(() => this.door.readOrg(orgId, work, { timeoutMs }))
    } catch (error) {
      throw isTooLong(error) ? new AppError('too_many_ask', undefined, { cause: error }) : error
    }
  }
}

/** Whether PostgreSQL ended a statement, or Prisma the transaction. */
const isTooLong = (error: unknown) =>
  isTimeout(error) || someSource(error, (source) => codeOf(source) === 'P2028')

const placeOf = ({ message: { position, id } }: FoundMessage) => ({ position: BigInt(position), id })
