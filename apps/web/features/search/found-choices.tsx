'use client'
import type { Choice } from '../../components/ui/choice-list'
import { MessageFound, PersonFound } from './found'
import { useGoTo, useGoToContact } from './go-to'
import type { useSearch } from './use-search'

/** What a search found, to be chosen from. */
export function useFoundChoices({
  people,
  messages,
}: Pick<ReturnType<typeof useSearch>, 'people' | 'messages'>) {
  const goTo = useGoTo()
  const goToContact = useGoToContact()
  return {
    people: people.map((found): Choice => ({
      key: found.contact.id,
      shows: <PersonFound {...found} />,
      choose: () => (found.conversation ? goTo(found.conversation.id) : goToContact(found.contact.id)),
    })),
    messages: messages.map((found): Choice => ({
      key: found.message.id,
      shows: <MessageFound {...found} />,
      choose: () => goTo(found.message.conversationId, found.message.id),
    })),
  }
}
