import type { Contact } from '@cloudpa/contracts/conversations'

/** What to call a customer in a sentence: the first word of their name, or the number in full. */
export function firstNameOf(contact: Pick<Contact, 'name' | 'ourName' | 'profileName'>): string {
  if (!contact.ourName && !contact.profileName) return contact.name
  return contact.name.trim().split(/\s+/)[0] || contact.name
}
