'use client'
import { useTranslations } from 'next-intl'
import { memo, useEffect, type ReactNode } from 'react'
import { ApiError } from '../../client/api-error'
import { Button } from '../../components/ui/button'
import { cx } from '../../components/ui/cx'
import { LoadFailed } from '../../components/ui/load-failed'
import { Composer } from '../composer/composer'
import { NoteComposer } from '../composer/note-composer'
import { KeptDraft } from '../composer/kept-draft'
import { useWriting } from '../composer/writing'
import { WritingTabs } from '../composer/writing-tabs'
import { closeConversation, useFocusWish } from '../conversations/open-conversation'
import { useJump } from '../live/jump'
import { useConversation } from '../live/use-conversations'
import { useThread } from '../live/use-thread'
import { useAttendance } from '../presence/attend'
import { Thread } from '../thread/thread'
import { useWindow } from '../window/use-window'
import { WindowClosed } from '../window/window-closed'
import { useErrorSentence } from '../words/use-error-sentence'
import { ContactPanel, ContactPanelLoading } from './contact-panel'
import { BackButton, PaneHeader } from './pane-header'
import { PutAwayBar } from './put-away-bar'

/**
 * One conversation: who it is, what was said, and the answer. From one to the next what was said and what is written begin
 * anew; the rest is the same parts with other words, which is sooner there.
 */
export const ConversationPane = memo(function ConversationPane({ id }: { id: string }) {
  const t = useTranslations('inbox')
  const thread = useThread(id)
  const conversation = useConversation(id)
  const window = useWindow(conversation?.windowExpiresAt ?? null)
  useAttendance(id)
  const isNote = useWriting(({ noteIn }) => noteIn === id)
  const failure = thread.failed.whole
  if (failure && !thread.opening) {
    return <PaneFailed key={id} id={id} error={failure.error} retry={() => thread.retry('whole')} />
  }
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        {conversation ? <PaneHeader conversation={conversation} window={window} /> : <HeaderLoading />}
        {conversation ? <PutAwayBar conversation={conversation} /> : null}
        {conversation && thread.opening ? (
          <Thread key={id} conversation={conversation} thread={thread} opening={thread.opening} />
        ) : (
          <div role="status" aria-label={t('loading')} className="thread-loading" />
        )}
        <Dock isNote={isNote}>
          {/* One element from the first moment on, so that what is typed while the conversation loads has its place. */}
          {isNote ? (
            <NoteComposer key={`note ${id}`} id={id} contact={conversation?.contact} mayReply={window.open} />
          ) : conversation && !window.open ? (
            <>
              <KeptDraft key={id} id={id} />
              <WindowClosed key={`closed ${id}`} conversation={conversation} window={window} />
              <WritingTabs key={`tabs ${id}`} id={id} mayReply={false} className="mx-2 mb-2" />
            </>
          ) : (
            <Composer key={id} id={id} contact={conversation?.contact} />
          )}
        </Dock>
      </div>
      {conversation ? (
        <ContactPanel conversation={conversation} facts={thread.facts} />
      ) : (
        <ContactPanelLoading />
      )}
    </div>
  )
})

/** The card under the thread, where one writes; its own edge says that one does, so that no ring is the loudest thing there. */
function Dock({ isNote, children }: { isNote: boolean; children: ReactNode }) {
  return (
    <div className="px-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] md:px-4 md:pb-[max(1rem,env(safe-area-inset-bottom))] lg:px-6">
      <div
        data-testid="dock"
        className={cx(
          'mx-auto max-w-(--column) rounded-[1.75rem] shadow-rest inset-ring -outline-offset-2 has-[textarea:focus]:outline-2 md:rounded-card',
          isNote ? 'bg-note outline-note-ink inset-ring-note-line' : 'bg-panel outline-edge inset-ring-line',
        )}
      >
        {children}
      </div>
    </div>
  )
}

function HeaderLoading() {
  return (
    <header className="flex min-h-(--header) items-center gap-3 border-b border-line px-2 md:px-4">
      <BackButton />
      <div className="size-9 rounded-full bg-inset" />
      <div className="h-4 w-40 rounded-full bg-inset" />
    </header>
  )
}

interface FailedProps {
  id: string
  error: Error
  retry: () => void
}

function PaneFailed({ id, error, retry }: FailedProps) {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('inbox')
  const common = useTranslations('common')
  const gone = error instanceof ApiError && error.status === 404
  const { wish, ask } = useFocusWish()
  useEffect(() => {
    // There is no composer to come, so nobody waits for one.
    if (wish) ask(null)
  }, [wish, ask])
  // Nor is there a message to go to; opened again, it opens where it stands.
  useEffect(() => useJump.getState().done(), [])
  return (
    <>
      {/* On a phone the list is not in sight, so the way back must be. */}
      <header className="flex min-h-(--header) items-center px-2 md:hidden">
        <BackButton />
      </header>
      <LoadFailed sentence={gone ? t('gone') : sentenceOf(error)} className="flex-1">
        {gone ? (
          <Button ref={takeLostFocus} look="outline" onClick={closeConversation}>
            {t('backToInbox')}
          </Button>
        ) : (
          <Button
            ref={takeLostFocus}
            look="outline"
            onClick={() => {
              retry()
              // The button goes away under the focus it was given.
              ask({ id, focus: 'composer' })
            }}
          >
            {common('tryAgain')}
          </Button>
        )}
      </LoadFailed>
    </>
  )
}

/** As a `ref`: whoever wrote while the conversation was loading would be nowhere. */
function takeLostFocus(button: HTMLButtonElement | null) {
  if (document.activeElement === document.body) button?.focus()
}
