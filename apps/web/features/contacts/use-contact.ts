'use client'
import type { ContactDetail, UpdateContact } from '@cloudpa/contracts/contacts'
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { leaveWhenSignedOut } from '../../client/query-client'
import { request } from '../../client/request'
import { toast } from '../../client/toast'
import { useErrorSentence } from '../words/use-error-sentence'
import { contactKey } from './contact-keys'
import { nameInLists } from './contact-news'

export const pathOf = (id: string) => `/api/v1/contacts/${id}`

/**
 * All that is known of a contact.
 * @param isFresh asks again where it was looked at before: they may have written since, of which nobody is told here
 */
export function useContact(id: string, isFresh = false) {
  return useQuery({
    queryKey: contactKey(id),
    queryFn: ({ signal }) => request<ContactDetail>('GET', pathOf(id), undefined, signal),
    refetchOnMount: isFresh ? 'always' : true,
  })
}

/** Takes in a contact as the server told it, without asking for it. */
export function keepContact(client: QueryClient, contact: ContactDetail) {
  client.setQueryData(contactKey(contact.id), contact)
  nameInLists(client, [contact])
}

/** Returns how to change a contact: it is shown at once, and taken back with words when it could not be kept. */
export function useSaveContact(id: string): (change: UpdateContact) => Promise<boolean> {
  const client = useQueryClient()
  const t = useTranslations('contacts')
  const sentenceOf = useErrorSentence()
  return useCallback(
    async (change) => {
      const key = contactKey(id)
      // An answer that is on its way does not know of it.
      await client.cancelQueries({ queryKey: key })
      client.setQueryData<ContactDetail>(key, (known) => known && changed(known, change))
      try {
        keepContact(client, await request<ContactDetail>('PATCH', pathOf(id), change))
        return true
      } catch (error) {
        leaveWhenSignedOut(error)
        void client.invalidateQueries({ queryKey: key })
        void toast('error', t('notSaved', { why: sentenceOf(error) }))
        return false
      }
    },
    [client, id, t, sentenceOf],
  )
}

function changed(known: ContactDetail, { name, ...rest }: UpdateContact): ContactDetail {
  return { ...known, ...rest, ...(name === undefined ? {} : nameShown(known, name)) }
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
