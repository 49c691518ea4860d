import type { Contact } from '@cloudpa/contracts/conversations'

type Named = Pick<Contact, 'name' | 'ourName' | 'profileName'>

/** Whether anybody gave them a name: who is known by a number alone has none to be called by. */
const hasName = ({ ourName, profileName }: Named) => Boolean(ourName || profileName)

/** What to call a customer in a sentence: the first word of their name, or the number in full. */
export function firstNameOf(contact: Named): string {
  if (!hasName(contact)) return contact.name
  return contact.name.trim().split(/\s+/)[0] || contact.name
}

/** Their names for a text that is written to them; empty where there is none. */
export function namesOf(contact: Named | undefined): { first_name: string; name: string } {
  if (!contact || !hasName(contact)) return { first_name: '', name: '' }
  return { first_name: firstNameOf(contact), name: contact.name }
}
