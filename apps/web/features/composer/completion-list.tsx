'use client'
import type { Contact } from '@cloudpa/contracts/conversations'
import type { Completion } from './completion'
import { EmojiList } from './emoji-list'
import { MentionList } from './mention-list'
import type { Completing } from './option-list'
import { ReplyList } from './reply-list'

interface Props extends Completing {
  completion: Completion
  contact: Contact | undefined
}

/** What could be meant by what was written in short. */
export function CompletionList({ completion: { kind, query }, contact, ...completing }: Props) {
  if (kind === 'reply') return <ReplyList query={query} contact={contact} {...completing} />
  if (kind === 'mention') return <MentionList query={query} {...completing} />
  return <EmojiList query={query} {...completing} />
}
