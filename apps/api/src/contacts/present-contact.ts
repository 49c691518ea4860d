import type { Contact, ConversationFacts } from '@cloudpa/contracts/conversations'
import type { HandleKind } from '@cloudpa/db'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { formatPhone } from '../platform/format-phone.js'

export interface ContactRow {
  id: string
  ourName: string | null
  profileName: string | null
  /** As text where it comes as JSON. */
  optedOutAt: Date | string | null
  handles: { kind: HandleKind; value: string }[]
}

/** SQL for the columns of a contact's row; its handles in the order in which they were met. */
export const columnsOfContact = (contact: string) => `
  ${contact}.id, ${contact}.our_name AS "ourName", ${contact}.profile_name AS "profileName",
  ${contact}.opted_out_at AS "optedOutAt", (
    SELECT coalesce(json_agg(json_build_object('kind', h.kind, 'value', h.value) ORDER BY h.created_at), '[]')
    FROM handle h WHERE h.org_id = ${contact}.org_id AND h.contact_id = ${contact}.id
  ) AS handles`

/** A contact as the API shows it. */
export function presentContact(row: ContactRow): Contact {
  const phone = row.handles.find(({ kind }) => kind === 'phone')?.value ?? null
  const userId = row.handles.find(({ kind }) => kind === 'user_id')?.value ?? null
  const formattedPhone = phone && formatPhone(phone)
  return {
    id: row.id,
    name: row.ourName ?? row.profileName ?? formattedPhone ?? userId ?? 'Unknown',
    ourName: row.ourName,
    profileName: row.profileName,
    phone,
    formattedPhone,
    userId,
    optedOutAt: row.optedOutAt && new Date(row.optedOutAt).toISOString(),
  }
}

/** An address of a contact as people write it. */
export function presentHandle({
  kind,
  value,
}: ContactRow['handles'][number]): ConversationFacts['handles'][number] {
  const phone = kind === 'phone' ? parsePhoneNumberFromString(value) : undefined
  return { kind, value, formatted: phone?.formatInternational() ?? value, country: phone?.country ?? null }
}
