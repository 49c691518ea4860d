import type { MentionList } from '@cloudpa/contracts/notes'
import { create } from 'zustand'
import { request } from '../../client/request'

interface Mentions {
  /** The conversations with notes that name whoever is here, and that they have not opened since. */
  unseen: ReadonlySet<string>
}

/** Where somebody waits for whoever is here. */
export const useMentions = create<Mentions>(() => ({ unseen: new Set() }))

export const mentionsKey = ['mentions'] as const

export const askMentions = () => request<MentionList>('GET', '/api/v1/messaging/mentions')

/** Takes up what the server says of them. */
export function takeMentions({ unseen }: MentionList): void {
  useMentions.setState({ unseen: new Set(unseen) })
}

/**
 * Whoever is here has the conversation before them: it waits no more, in their other tabs and devices neither.
 * @throws {ApiError}
 */
export async function seeMentions(conversationId: string): Promise<void> {
  useMentions.setState(({ unseen }) => ({
    unseen: new Set([...unseen].filter((id) => id !== conversationId)),
  }))
  const path = `/api/v1/messaging/conversations/${encodeURIComponent(conversationId)}/mentions/seen`
  await request('POST', path, {})
}
