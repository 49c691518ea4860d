import type { Conversation, ConversationDetail, ConversationPage } from '@cloudpa/contracts/conversations'
import type { MessagePage } from '@cloudpa/contracts/messages'
import {
  skipToken,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query'
import { request } from '../../client/request'
import {
  flattenConversations,
  mergeConversation,
  mergeConversationData,
  placeConversation,
  type ConversationData,
} from './merge-conversation'
import { mergeMessageData, type MessageData } from './merge-message'

const base = '/api/v1/messaging/conversations'
export const listKey = ['conversations'] as const
export const conversationKey = (id: string) => ['conversation', id] as const
export const messagesKey = (id: string) => ['messages', id] as const

/** The list, newest first, page by page. */
export function useConversations() {
  return useInfiniteQuery({
    queryKey: listKey,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      request<ConversationPage>(
        'GET',
        `${base}?limit=50${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`,
      ),
    getNextPageParam: (page) => page.nextCursor,
    structuralSharing: (old, fresh) =>
      mergeConversationData(old as ConversationData | undefined, fresh as ConversationData),
  })
}

/** A conversation's messages; the first page comes with the conversation itself, in one request. */
export function useMessages(id: string) {
  const client = useQueryClient()
  return useInfiniteQuery({
    queryKey: messagesKey(id),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => (pageParam ? olderMessages(id, pageParam) : latestMessages(client, id)),
    getNextPageParam: (page) => page.nextCursor,
    structuralSharing: (old, fresh) => mergeMessageData(old as MessageData | undefined, fresh as MessageData),
  })
}

async function latestMessages(client: QueryClient, id: string): Promise<MessagePage> {
  const detail = await request<ConversationDetail>('GET', `${base}/${encodeURIComponent(id)}`)
  const { messages, messagesCursor, newerMessagesCursor, facts: _, ...conversation } = detail
  patchConversation(client, conversation)
  return { items: messages, nextCursor: messagesCursor, newerCursor: newerMessagesCursor }
}

function olderMessages(id: string, cursor: string) {
  return request<MessagePage>(
    'GET',
    `${base}/${encodeURIComponent(id)}/messages?limit=50&cursor=${encodeURIComponent(cursor)}`,
  )
}

/** The conversation as last heard of, from its row in the list until its own answer is there. */
export function useConversation(id: string): Conversation | undefined {
  const client = useQueryClient()
  const { data } = useQuery<Conversation>({
    queryKey: conversationKey(id),
    queryFn: skipToken,
    initialData: () => findInList(client, id),
  })
  return data
}

function findInList(client: QueryClient, id: string) {
  return flattenConversations(client.getQueryData<ConversationData>(listKey)).find((item) => item.id === id)
}

/** Writes what is newly known of a conversation wherever it is shown. */
export function patchConversation(client: QueryClient, conversation: Conversation) {
  client.setQueryData<Conversation>(conversationKey(conversation.id), (old) =>
    old ? mergeConversation(old, conversation) : conversation,
  )
  client.setQueryData<ConversationData>(listKey, (old) => old && placeConversation(old, conversation))
}
