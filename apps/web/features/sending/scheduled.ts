'use client'
import type { Message } from '@cloudpa/contracts/messages'
import type { ScheduledList, ScheduledMessage } from '@cloudpa/contracts/scheduled'
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import { ApiError } from '../../client/api-error'
import { request } from '../../client/request'
import { scheduledKey } from '../../client/scheduled-key'
import { applyMessage } from '../live/apply-live-events'
import { isInbound } from '../live/thread-item'
import { threads } from '../live/thread-store'
import { bringFile } from './bring-file'
import { contentToSend, type Carried } from './carried'
import { newClientId } from './client-id'
import { scheduledPath as path } from './scheduled-path'
import { settleTakenBack, takeBackScheduled } from './take-back-scheduled'
import type { Unsent } from './unsent'

const none: ScheduledMessage[] = []

const keyOf = (conversationId: string) => [...scheduledKey, conversationId]

/** What waits to be sent in a conversation, the soonest first. The line tells when that changes. */
export function useScheduled(conversationId: string): ScheduledMessage[] {
  const { data } = useQuery({
    queryKey: keyOf(conversationId),
    queryFn: async () => {
      const list = await request<ScheduledList>('GET', `${path}?conversationId=${conversationId}`)
      await settleTakenBack(conversationId, list.items)
      return list
    },
  })
  return data?.items ?? none
}

/** What is to be sent later: words, with a file or a place if it has one. */
export interface Later {
  body: string
  carried?: Carried | undefined
}

/** When: at a time, or null for when the customer writes. */
export type When = Date | null

/** The conversations whose composer is on its way to the server, to be sent later: it is not sent now as well. */
export const useScheduling = create<Record<string, boolean>>(() => ({}))

/** Of what got no answer, so that to ask again makes no second one. */
const asked = new Map<string, string>()

/**
 * Has messages sent later, one after another.
 * @returns how many of them wait by now; and what was in the way of the next one, if anything was
 */
export async function sendLater(
  client: QueryClient,
  conversationId: string,
  messages: readonly Later[],
  when: When,
): Promise<{ count: number; error?: unknown }> {
  const at = when === null ? { whenWindowOpens: true } : { at: when.toISOString() }
  const known = when === null && lastHeard(conversationId)
  for (const [count, { body, carried }] of messages.entries()) {
    try {
      const brought = await bringFile(carried)
      if ('state' in brought) return { count, error: errorOf(brought.error) }
      const said = brought.carried ? { content: contentToSend(body, brought.carried) } : { body }
      const input = { conversationId, ...said, ...at }
      const same = JSON.stringify(input)
      const clientId = asked.get(same) ?? newClientId()
      asked.set(same, clientId)
      const made = await request<ScheduledMessage>('POST', path, {
        clientId,
        ...input,
        ...(known && { afterMessageId: known }),
      })
      asked.delete(same)
      change(client, conversationId, (items) => [...items.filter(({ id }) => id !== made.id), made])
    } catch (error) {
      return { count, error }
    }
  }
  return { count: messages.length }
}

/** The customer's last message that the screen knows of: what they write at this moment is the next one. */
function lastHeard(conversationId: string): string | undefined {
  const { items, hasNewer } = threads.read(conversationId)
  return hasNewer ? undefined : items.findLast(isInbound)?.id
}

async function sendScheduledNow(
  client: QueryClient,
  { id, conversationId }: ScheduledMessage,
): Promise<void> {
  const message = await request<Message>('POST', `${path}/${id}/send`)
  applyMessage(message)
  change(client, conversationId, (items) => items.filter((one) => one.id !== id))
}

/** What can be done about something that waits. */
export function useScheduledActs() {
  const client = useQueryClient()
  const settled = async (work: Promise<void>) => {
    try {
      await work
    } catch (error) {
      // It may have left, or somebody else took it back.
      void client.invalidateQueries({ queryKey: scheduledKey })
      throw error
    }
  }
  return {
    takeBack: (item: ScheduledMessage) =>
      settled(
        takeBackScheduled(item).then(() =>
          change(client, item.conversationId, (items) => items.filter(({ id }) => id !== item.id)),
        ),
      ),
    sendNow: (item: ScheduledMessage) => settled(sendScheduledNow(client, item)),
  }
}

/** Why a file did not get there; without an answer nobody was reached. */
function errorOf(error: Unsent['error']): ApiError {
  return error
    ? new ApiError(error.code, error.message, error.status, { params: error.params })
    : new ApiError('unreachable', '', 0)
}

function change(
  client: QueryClient,
  conversationId: string,
  to: (items: ScheduledMessage[]) => ScheduledMessage[],
): void {
  client.setQueryData<ScheduledList>(keyOf(conversationId), (known) => known && { items: to(known.items) })
}
