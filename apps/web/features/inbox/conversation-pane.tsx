'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { ArrowLeft } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { ApiError, sentenceOf } from '../../client/api-error'
import { Avatar } from '../../components/ui/avatar'
import { Button, IconButton } from '../../components/ui/button'
import { Composer } from './composer'
import { useConversation, useMessages } from './inbox-queries'
import { closeConversation, useFocusWish, useIsWished } from './open-conversation'
import { Thread } from './thread'
import { useWindow } from './use-window'
import { WindowClosed } from './window-closed'
import { WindowPill } from './window-pill'
import type { Window } from './window-time'

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

function PaneHeader({ conversation, window }: { conversation: Conversation; window: Window }) {
  const { contact } = conversation
  const heading = useRef<HTMLHeadingElement>(null)
  const wished = useIsWished(conversation.id, 'composer')
  useEffect(() => {
    // Touch screens, and threads without a composer: the heading takes the focus, so that it never gets lost.
    const touch = !globalThis.window.matchMedia('(pointer: fine)').matches
    if (wished && (touch || !window.open)) {
      heading.current?.focus()
      useFocusWish.getState().ask(null)
    }
  }, [wished, window.open])
  const number = contact.formattedPhone ?? contact.phone
  return (
    <header className="flex min-h-14 items-center gap-2 border-b border-line bg-panel px-2 md:gap-3 md:px-6">
      <BackButton />
      <Avatar id={contact.id} name={contact.name} className="size-8 text-meta" />
      <div className="flex min-w-0 flex-1 flex-col py-1.5 md:flex-row md:items-center md:gap-3">
        <div className="grid min-w-0 flex-1">
          <h2 ref={heading} tabIndex={-1} className="truncate text-title font-semibold outline-none">
            <bdi>{contact.name}</bdi>
          </h2>
          {number && number !== contact.name ? (
            <p className="hidden truncate text-meta text-ink-2 tabular-nums md:block">{number}</p>
          ) : null}
        </div>
        <div className="flex">
          <WindowPill window={window} />
        </div>
      </div>
    </header>
  )
}

function BackButton() {
  return (
    <IconButton label="Back to the list" className="md:hidden" onClick={closeConversation}>
      <ArrowLeft size={20} strokeWidth={1.75} className="rtl:-scale-x-100" />
    </IconButton>
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
