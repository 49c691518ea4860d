'use client'
import type { Choice } from '../../components/ui/choice-list'
import { MessageFound, PersonFound } from './found'
import { useGoTo } from './go-to'
import type { useSearch } from './use-search'

/** What a search found, to be chosen from. */
export function useFoundChoices({
  people,
  messages,
}: Pick<ReturnType<typeof useSearch>, 'people' | 'messages'>) {
  const goTo = useGoTo()
  return {
    people: people.map((found): Choice => ({
      key: found.conversation.id,
      shows: <PersonFound {...found} />,
      choose: () => goTo(found.conversation.id),
    })),
    messages: messages.map((found): Choice => ({
      key: found.message.id,
      shows: <MessageFound {...found} />,
      choose: () => goTo(found.message.conversationId, found.message.id),
    })),
  }
}
