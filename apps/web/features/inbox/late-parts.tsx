'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { OptedOutBand } from '../composer/opted-out-band'
import { MessageTools } from '../thread/message-tools'

export { NoteComposer } from '../composer/note-composer'

/** What a pane is given once nobody waits for anything else: what there is to know before writing, and to ask of a message. */
export function LateParts({ conversation, isNote }: { conversation: Conversation; isNote: boolean }) {
  return (
    <>
      {isNote ? null : <OptedOutBand contact={conversation.contact} conversationId={conversation.id} />}
      <MessageTools />
    </>
  )
}
