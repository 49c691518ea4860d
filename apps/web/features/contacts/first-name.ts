import type { Contact } from '@cloudpa/contracts/conversations'

/** What to call a customer in a sentence: the first word of their name, or the number in full. */
export function firstNameOf(contact: Pick<Contact, 'name' | 'profileName'>): string {
  if (!contact.profileName) return contact.name
  return contact.name.trim().split(/\s+/)[0] || contact.name
}
