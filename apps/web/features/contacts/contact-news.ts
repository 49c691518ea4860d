import type { ContactPage } from '@cloudpa/contracts/contacts'
import type { Contact } from '@cloudpa/contracts/conversations'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { contactKey, contactListsKey, contactsKey } from './contact-keys'

/** How long after a change lists are asked for again: not by all screens of an org at one moment, and once of a burst. */
const pauseMs = { least: 1_000, spread: 2_000 }

let pausing: ReturnType<typeof setTimeout> | undefined
let isAnybody = false

/**
 * Contacts changed: each that is named is asked for at once, the lists a moment later.
 * @param ids undefined where nobody knows who changed
 */
export function hearOfContacts(client: QueryClient, ids: (string | undefined)[]) {
  for (const id of new Set(ids)) {
    if (id === undefined) isAnybody = true
    else void client.invalidateQueries({ queryKey: contactKey(id) })
  }
  pausing ??= setTimeout(
    () => {
      void client.invalidateQueries({ queryKey: isAnybody ? contactsKey : contactListsKey })
      pausing = undefined
      isAnybody = false
    },
    pauseMs.least + Math.random() * pauseMs.spread,
  )
}

/** Shows in the lists what contacts are called now, and who may be written to; their places follow when those are asked for again. */
export function nameInLists(client: QueryClient, contacts: Contact[]) {
  const known = new Map(contacts.map((contact) => [contact.id, contact]))
  client.setQueriesData<InfiniteData<ContactPage>>({ queryKey: contactListsKey }, (list) =>
    list?.pages.some(({ items }) => items.some(({ id }) => known.has(id)))
      ? { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(named) })) }
      : undefined,
  )

  function named(item: ContactPage['items'][number]) {
    const { name, ourName, profileName, optedOutAt } = known.get(item.id) ?? item
    return { ...item, name, ourName, profileName, optedOutAt }
  }
}
