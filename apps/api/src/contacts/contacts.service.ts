import { Readable } from 'node:stream'
import type { ContactDetail, ContactPage, ContactQuery, UpdateContact } from '@cloudpa/contracts/contacts'
import { Prisma, type Door, type Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import { AppError, notFound } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { Slots } from '../platform/slots.js'
import { HintPublisher } from '../realtime/hints.js'
import { isContact, lockConversations, recordContacts } from './change-contacts.js'
import {
  countByName,
  findByName,
  findDetail,
  findExported,
  presentListed,
  readSearch,
  type NamePlace,
} from './contacts.queries.js'
import { readNameCursor, writeNameCursor } from './name-cursor.js'
import { csvHead, csvRowOf } from './write-csv.js'

type Org = Pick<CurrentMember, 'orgId'>

/** So many contacts of an export are held at once. */
const exportedAtOnce = 1_000

/** Each search reads up to 200,000 names, by a connection: others wait, and none goes on for longer. */
const searchesAtOnce = 3
/** Of one org: who asks on finds no place to wait in. */
const mostWaiting = 50
const searchLimits = { timeoutMs: 5_000 }

/** What members see and change of the org's contacts. */
@Injectable()
export class ContactsService {
  private readonly searches = Slots.betweenOrgs(searchesAtOnce, mostWaiting)

  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  /** @throws {AppError} too_many_ask where too many searches of the org's wait */
  async list({ orgId }: Org, query: ContactQuery): Promise<ContactPage> {
    const from = query.cursor === undefined ? null : readNameCursor(query.cursor)
    if (!query.q) return this.door.readOrg(orgId, (tx) => readPage(tx, orgId, query, from))
    return this.searches.run(
      () => this.door.readOrg(orgId, (tx) => readPage(tx, orgId, query, from), searchLimits),
      orgId,
    )
  }

  get({ orgId }: Org, id: string): Promise<ContactDetail> {
    return this.door.readOrg(orgId, (tx) => requireDetail(tx, orgId, id))
  }

  /**
   * Changes what is given, and tells the screens if that makes a difference.
   * @throws {AppError} not_found; changed_meanwhile when it was made of another revision
   */
  async update({ orgId }: Org, id: string, { revision, ...input }: UpdateContact): Promise<ContactDetail> {
    const { detail, isChanged } = await this.door.forOrg(orgId, async (tx) => {
      await lockConversations(tx, orgId, [id])
      if (revision !== undefined) await refuseUnlessAt(tx, orgId, id, revision)
      const changed = await change(tx, orgId, id, input)
      const detail = await requireDetail(tx, orgId, id)
      if (changed) await recordContacts(tx, orgId, { told: [id], renamed: changed.isShown ? [id] : [] })
      return { detail, isChanged: changed !== undefined }
    })
    if (isChanged) await this.hints.publish('events', [orgId])
    return detail
  }

  /**
   * All contacts, page by page as they are taken: no transaction waits for who reads slowly. In the order of their ids,
   * since whoever gets another name between two pages would be missed or written twice in that of their names.
   */
  export({ orgId }: Org): Readable {
    const { door } = this
    async function* rows() {
      yield csvHead
      for (let from: string | undefined; ;) {
        const gt = from
        const page = await door.readOrg(orgId, async (tx) => {
          const found = await tx.contact.findMany({
            where: { orgId, ...(gt && { id: { gt } }) },
            select: { id: true },
            orderBy: { id: 'asc' },
            take: exportedAtOnce,
          })
          return findExported(
            tx,
            orgId,
            found.map(({ id }) => id),
          )
        })
        yield page.map(csvRowOf).join('')
        from = page.at(-1)?.id
        if (page.length < exportedAtOnce) return
      }
    }
    return Readable.from(rows())
  }
}

async function readPage(
  tx: Tx,
  orgId: string,
  { q, limit }: ContactQuery,
  from: NamePlace | null,
): Promise<ContactPage> {
  const wanted = await readSearch(tx, q)
  const found = await findByName(tx, orgId, wanted, { from, limit: limit + 1 })
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  // Whoever is rare was looked for among all already.
  const countAll = () => (last ? countByName(tx, orgId, wanted) : found.length)
  return {
    items: await presentListed(tx, orgId, idsOf(page)),
    nextCursor: last ? writeNameCursor(last) : null,
    total: from ? null : await countAll(),
  }
}

const idsOf = (found: NamePlace[]) => found.map(({ id }) => id)

/** @throws {AppError} not_found for an id that is none of the org's */
export async function requireDetail(tx: Tx, orgId: string, id: string): Promise<ContactDetail> {
  const detail = await findDetail(tx, orgId, id)
  if (!detail) throw notFound()
  return detail
}

/** Locks the contact as well, so that nobody changes it between this and the change. */
async function refuseUnlessAt(tx: Tx, orgId: string, id: string, revision: number): Promise<void> {
  const [contact] = await tx.$queryRaw<{ revision: number }[]>`
    SELECT revision FROM contact WHERE ${isContact(orgId, id)} FOR NO KEY UPDATE`
  if (contact && contact.revision !== revision) throw new AppError('changed_meanwhile')
}

/** @returns whether their conversations show it: a name, or that they opted out; undefined when nothing is different */
async function change(
  tx: Tx,
  orgId: string,
  id: string,
  { name, about, fields, optedOut }: Omit<UpdateContact, 'revision'>,
): Promise<{ isShown: boolean } | undefined> {
  const given = (isGiven: boolean, value: Prisma.Sql, column: string) =>
    isGiven ? value : Prisma.raw(`was.${column}`)
  const to = Prisma.sql`
    ${given(name !== undefined, Prisma.sql`${name || null}::text`, 'our_name')},
    ${given(about !== undefined, Prisma.sql`${about ?? ''}::text`, 'about')},
    ${given(fields !== undefined, Prisma.sql`${JSON.stringify(fields ?? [])}::jsonb`, 'fields')},
    ${given(optedOut !== undefined, optedOutAt(optedOut === true), 'opted_out_at')}`
  const position = given(optedOut !== undefined, nowAsPosition, 'opted_position')
  const [changed] = await tx.$queryRaw<{ isShown: boolean }[]>`
    WITH was AS (
      SELECT * FROM contact WHERE ${isContact(orgId, id)} FOR NO KEY UPDATE
    )
    UPDATE contact SET (our_name, about, fields, opted_out_at) = (SELECT ${to}), opted_position = ${position},
      revision = was.revision + 1, updated_at = now()
    FROM was WHERE contact.org_id = was.org_id AND contact.id = was.id
      AND (was.our_name, was.about, was.fields, was.opted_out_at) IS DISTINCT FROM (${to})
    RETURNING (contact.our_name, contact.opted_out_at) IS DISTINCT FROM (was.our_name, was.opted_out_at) AS "isShown"`
  return changed
}

/** A member's note of it goes by the same clock as what customers write. */
const nowAsPosition = Prisma.sql`(extract(epoch FROM clock_timestamp()) * 1000000)::bigint`
/** Of whom it was noted before, the first time stays. */
const optedOutAt = (isOut: boolean) =>
  isOut ? Prisma.sql`coalesce(was.opted_out_at, now())` : Prisma.sql`NULL::timestamptz`
