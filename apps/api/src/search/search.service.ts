import type { FoundMessage, SearchAnswer, SearchQuery } from '@cloudpa/contracts/search'
import type { Door } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import { validate } from 'uuid'
import type { CurrentMember } from '../auth/member.decorator.js'
import { readCursor, writeCursor } from '../conversations/cursor.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { findMessages } from './find-messages.js'
import { findPeople } from './find-people.js'
import { readSearch } from './words.js'

type Org = Pick<CurrentMember, 'orgId'>

@Injectable()
export class SearchService {
  constructor(@InjectDoor() private readonly door: Door) {}

  /** @throws {AppError} not_found for a conversation that is none of the org's */
  async search({ orgId }: Org, { q, conversation, cursor, limit }: SearchQuery): Promise<SearchAnswer> {
    const search = readSearch(q)
    const before = cursor === undefined ? undefined : readCursor(cursor)
    if (before?.towards === 'newer') throw new AppError('cursor')
    return this.door.readOrg(orgId, async (tx) => {
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
}

const placeOf = ({ message: { position, id } }: FoundMessage) => ({ position: BigInt(position), id })
