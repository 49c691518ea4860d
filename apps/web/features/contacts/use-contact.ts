'use client'
import type { ContactDetail, UpdateContact } from '@cloudpa/contracts/contacts'
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { ApiError } from '../../client/api-error'
import { leaveWhenSignedOut } from '../../client/query-client'
import { request } from '../../client/request'
import { toast } from '../../client/toast'
import { useErrorSentence } from '../words/use-error-sentence'
import { contactKey } from './contact-keys'
import { nameInLists } from './contact-news'

export const pathOf = (id: string) => `/api/v1/contacts/${id}`

const askContact = (id: string, signal?: AbortSignal) =>
  request<ContactDetail>('GET', pathOf(id), undefined, signal)

/**
 * All that is known of a contact.
 * @param isFresh asks again where it was looked at before: they may have written since, of which nobody is told here
 */
export function useContact(id: string, isFresh = false) {
  return useQuery({
    queryKey: contactKey(id),
    queryFn: ({ signal }) => askContact(id, signal),
    refetchOnMount: isFresh ? 'always' : true,
  })
}

/** Takes in a contact as the server told it, without asking for it. */
export function keepContact(client: QueryClient, contact: ContactDetail) {
  client.setQueryData(contactKey(contact.id), contact)
  nameInLists(client, [contact])
}

/** What to change; made of what is known today, it is made once more where somebody else was faster. */
export type Change = UpdateContact | ((today: ContactDetail) => UpdateContact)

/** Others are not always faster. */
const mostTries = 3

/**
 * Changes a contact: it is shown at once, and taken back when it could not be kept.
 * @returns the contact as the server has it then
 */
export async function saveContact(
  client: QueryClient,
  id: string,
  change: Change,
  triesLeft = mostTries,
): Promise<ContactDetail> {
  const key = contactKey(id)
  // An answer that is on its way does not know of it.
  await client.cancelQueries({ queryKey: key })
  const before = client.getQueryData<ContactDetail>(key)
  const given = typeof change === 'function' ? madeOf(before ?? (await askContact(id)), change) : change
  const shown = before && partOf(before, given)
  client.setQueryData<ContactDetail>(key, (known) => known && { ...known, ...shown })
  try {
    const kept = await request<ContactDetail>('PATCH', pathOf(id), given)
    keepContact(client, kept)
    return kept
  } catch (error) {
    // Without a line nobody else tells what it was; what was saved besides meanwhile stays.
    const was = Object.keys(shown ?? {}).map((part) => [part, before?.[part as keyof ContactDetail]])
    client.setQueryData<ContactDetail>(key, (known) => known && { ...known, ...Object.fromEntries(was) })
    if (triesLeft > 1 && error instanceof ApiError && error.params?.reason === 'changed_meanwhile') {
      keepContact(client, await askContact(id))
      return saveContact(client, id, change, triesLeft - 1)
    }
    void client.invalidateQueries({ queryKey: key })
    throw error
  }
}

const madeOf = (today: ContactDetail, change: (today: ContactDetail) => UpdateContact): UpdateContact => ({
  ...change(today),
  revision: today.revision,
})

/** Returns how to change a contact, which says so when it could not be kept, and gives back null then. */
export function useSaveContact(id: string): (change: Change) => Promise<ContactDetail | null> {
  const client = useQueryClient()
  const t = useTranslations('contacts')
  const sentenceOf = useErrorSentence()
  return useCallback(
    async (change) => {
      try {
        return await saveContact(client, id, change)
      } catch (error) {
        leaveWhenSignedOut(error)
        void toast('error', t('notSaved', { why: sentenceOf(error) }))
        return null
      }
    },
    [client, id, t, sentenceOf],
  )
}

/** What is shown differently for a change. */
function partOf(
  known: ContactDetail,
  { name, about, fields, optedOut }: UpdateContact,
): Partial<ContactDetail> {
  return {
    ...(about === undefined ? {} : { about }),
    ...(fields && { fields }),
    ...(optedOut === undefined ? {} : { optedOutAt: optedOut ? new Date().toISOString() : null }),
    ...(name === undefined ? {} : nameShown(known, name)),
  }
}

/** What a contact is called once the org calls them so; nothing gives back what they call themself. */
export function nameShown(
  contact: Pick<ContactDetail, 'profileName' | 'formattedPhone' | 'userId' | 'name'>,
  given: string,
): Pick<ContactDetail, 'name' | 'ourName'> {
  const name = given.trim()
  const own = contact.profileName ?? contact.formattedPhone ?? contact.userId ?? contact.name
  return { name: name || own, ourName: name || null }
}
