import type { Tx } from '@cloudpa/db'
import { arrayLiteral } from '../platform/array-literal.js'
import { lockConversations, recordContacts } from './change-contacts.js'
import { findHandles, lockHandles } from './find-handles.js'
import { readName, type ContactRow } from './read-table.js'
import { resolveContacts, type Resolution, type Sender } from './resolve-contacts.js'

/** What becomes of each row; duplicate is one whose contact an earlier row has already, by another number. */
export type Becoming = 'made' | 'renamed' | 'unchanged' | 'duplicate'

export interface Outcome {
  contactId: string
  becomes: Becoming
}

interface Named {
  id: string
  name: string
}

/**
 * What of the rows would change the org's contacts: nothing is written, nor locked.
 * @param taken the contacts of earlier rows
 */
export async function weighRows(
  tx: Tx,
  orgId: string,
  rows: ContactRow[],
  taken: ReadonlySet<string>,
): Promise<Outcome[]> {
  const senders = sendersOf(orgId, rows)
  const resolution = resolveContacts(senders, await findHandles(tx, senders))
  return judge(resolution, await findRenamed(tx, orgId, rows, resolution, taken), taken)
}

/**
 * Makes contacts of rows whose number nobody has, and names the others, each as the first of its rows does. Whoever does
 * it again changes nothing. Screens are told of conversations that look different now; of the contacts they are to be told
 * once, when all rows are in.
 * @param taken the contacts of earlier rows
 */
export async function importRows(
  tx: Tx,
  orgId: string,
  rows: ContactRow[],
  taken: ReadonlySet<string>,
): Promise<Outcome[]> {
  const senders = sendersOf(orgId, rows)
  let resolution = resolveContacts(senders, await findHandles(tx, senders))
  // As where messages are ingested: the lock keeps two from making two contacts of one person.
  if (resolution.newHandles.length > 0) {
    await lockHandles(tx, resolution.newHandles)
    resolution = resolveContacts(senders, await findHandles(tx, senders))
  }
  await make(tx, rows, resolution)
  const renamed = await findRenamed(tx, orgId, rows, resolution, taken)
  const ids = renamed.map(({ id }) => id)
  await lockConversations(tx, orgId, ids)
  await rename(tx, orgId, renamed)
  if (ids.length > 0) await recordContacts(tx, orgId, { told: [], renamed: ids })
  return judge(resolution, renamed, taken)
}

/** A number is one person to the whole org, over whichever of its own. */
const sendersOf = (orgId: string, rows: ContactRow[]): Sender[] =>
  rows.map(({ phone }) => ({ orgId, chatAccountId: '', phone, userId: undefined }))

async function make(
  tx: Tx,
  rows: ContactRow[],
  { contactIds, newContacts, newHandles }: Resolution,
): Promise<void> {
  if (newContacts.length === 0) return
  const rowOf = new Map(contactIds.map((id, at) => [id, rows[at]]))
  await tx.contact.createMany({
    data: newContacts.map(({ orgId, id }) => {
      const row = rowOf.get(id)
      return { orgId, id, ourName: row?.name || null, about: row?.about ?? '', fields: row?.fields ?? [] }
    }),
  })
  await tx.handle.createMany({ data: newHandles })
}

/**
 * Whose name a table has otherwise, in the order of their ids, by which every import takes them; whoever it calls as
 * WhatsApp does has no other name.
 */
async function findRenamed(
  tx: Tx,
  orgId: string,
  rows: ContactRow[],
  { contactIds, newContacts }: Resolution,
  taken: ReadonlySet<string>,
): Promise<Named[]> {
  const made = new Set(newContacts.map(({ id }) => id))
  const given = contactIds.flatMap((id, at) => {
    const name = rows[at]?.name
    return name && !made.has(id) && !taken.has(id) && contactIds.indexOf(id) === at ? [{ id, name }] : []
  })
  if (given.length === 0) return []
  const known = await tx.$queryRaw<(Named & { called: string | null })[]>`
    SELECT given.id, given.name, coalesce(c.our_name, c.profile_name) AS called
    FROM unnest(${idsOf(given)}::uuid[], ${namesOf(given)}::text[]) AS given (id, name), LATERAL (
      SELECT our_name, profile_name FROM contact WHERE org_id = ${orgId}::uuid AND id = given.id LIMIT 1
    ) AS c
    ORDER BY given.id`
  return known.filter(({ name, called }) => called === null || readName(called) !== name)
}

async function rename(tx: Tx, orgId: string, renamed: Named[]): Promise<void> {
  if (renamed.length === 0) return
  await tx.$executeRaw`
    WITH given AS (
      SELECT c.org_id, c.id, given.name
      FROM unnest(${idsOf(renamed)}::uuid[], ${namesOf(renamed)}::text[]) AS given (id, name), LATERAL (
        SELECT org_id, id FROM contact WHERE org_id = ${orgId}::uuid AND id = given.id FOR NO KEY UPDATE
      ) AS c
    )
    UPDATE contact SET our_name = given.name, revision = revision + 1, updated_at = now()
    FROM given WHERE contact.org_id = ANY(ARRAY[given.org_id]) AND contact.id = ANY(ARRAY[given.id])`
}

const idsOf = (named: Named[]) => arrayLiteral(named.map(({ id }) => id))
const namesOf = (named: Named[]) => arrayLiteral(named.map(({ name }) => name))

function judge(
  { contactIds, newContacts }: Resolution,
  renamed: Named[],
  taken: ReadonlySet<string>,
): Outcome[] {
  const made = new Set(newContacts.map(({ id }) => id))
  const others = new Set(renamed.map(({ id }) => id))
  const seen = new Set(taken)
  return contactIds.map((contactId) => {
    const isRepeated = seen.has(contactId)
    seen.add(contactId)
    if (isRepeated) return { contactId, becomes: 'duplicate' }
    if (made.has(contactId)) return { contactId, becomes: 'made' }
    return { contactId, becomes: others.has(contactId) ? 'renamed' : 'unchanged' }
  })
}
