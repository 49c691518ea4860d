'use client'
import type { Contact } from '@cloudpa/contracts/conversations'
import type { Completion } from './completion'
import { EmojiList } from './emoji-list'
import type { Completing } from './option-list'
import { ReplyList } from './reply-list'

interface Props extends Completing {
  completion: Completion
  contact: Contact | undefined
}

/** What could be meant by what was written in short. */
export function CompletionList({ completion: { kind, query }, contact, ...completing }: Props) {
  return kind === 'reply' ? (
    <ReplyList query={query} contact={contact} {...completing} />
  ) : (
    <EmojiList query={query} {...completing} />
  )
}
