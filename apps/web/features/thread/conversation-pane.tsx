'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { ApiError, sentenceOf } from '../../client/api-error'
import { Button } from '../../components/ui/button'
import { Composer } from '../composer/composer'
import { useConversation, useMessages } from '../live/inbox-queries'
import { closeConversation } from '../conversations/open-conversation'
import { BackButton, PaneHeader } from './pane-header'
import { Thread } from './thread'
import { useWindow } from '../window/use-window'
import { WindowClosed } from '../window/window-closed'

/** One conversation: who it is, what was said, and the answer. */
export function ConversationPane({ id }: { id: string }) {
  const query = useMessages(id)
  const conversation = useConversation(id)
  if (query.isError && !query.data)
    return <PaneFailed error={query.error} retry={() => void query.refetch()} />
  if (!conversation) return <PaneLoading />
  return <LoadedPane conversation={conversation} query={query} />
}

function LoadedPane({
  conversation,
  query,
}: {
  conversation: Conversation
  query: ReturnType<typeof useMessages>
}) {
  const window = useWindow(conversation.windowExpiresAt)
  return (
    <>
      <PaneHeader conversation={conversation} window={window} />
      {query.data ? (
        <Thread conversation={conversation} query={query} />
      ) : (
        <div className="flex-1 bg-thread" />
      )}
      {window.open ? (
        <Composer conversation={conversation} />
      ) : (
        <WindowClosed conversation={conversation} window={window} />
      )}
    </>
  )
}

function PaneLoading() {
  return (
    <>
      <header className="flex min-h-14 items-center gap-3 border-b border-line bg-panel px-2 md:px-6">
        <BackButton />
        <div className="size-8 rounded-full bg-inset" />
        <div className="h-4 w-40 rounded-full bg-inset" />
      </header>
      <div role="status" aria-label="Loading conversation" className="flex-1 bg-thread" />
    </>
  )
}

function PaneFailed({ error, retry }: { error: Error; retry: () => void }) {
  const gone = error instanceof ApiError && error.status === 404
  return (
    <div
      role="alert"
      className="grid flex-1 place-content-center justify-items-center gap-3 bg-thread p-6 text-center"
    >
      <p className="text-ink-2">{gone ? 'There is no such conversation here.' : sentenceOf(error)}</p>
      {gone ? (
        <Button look="outline" onClick={closeConversation}>
          Back to the list
        </Button>
      ) : (
        <Button look="outline" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  )
}
