'use client'
import type { Message, MessageStatus } from '@cloudpa/contracts/messages'
import { useItems } from '../live/use-thread'
import { leastOf } from './join-parts'
import { statusOf, type Entry } from './thread-entries'

const none: readonly Message[] = []

/** The parts of a long text as last heard of; nothing where an entry is one message. */
export const useParts = (entry: Entry): readonly Message[] => useItems(entry.parts ?? none)

/** How far an entry got, whose message and parts are these. */
export function statusOfAll(entry: Entry, message: Message | null, parts: readonly Message[]): MessageStatus {
  return parts.length > 0 ? leastOf(parts.map(({ status }) => status)) : statusOf(message, entry.unsent)
}
