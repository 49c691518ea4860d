'use client'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { memo, useEffect, type ReactNode } from 'react'
import { ApiError } from '../../client/api-error'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { Button } from '../../components/ui/button'
import { cx } from '../../components/ui/cx'
import { LoadFailed } from '../../components/ui/load-failed'
import { useFetched } from '../../components/ui/use-fetched'
import { whenIdle } from '../../components/ui/when-idle'
import { Composer } from '../composer/composer'
import { FileDrop } from '../composer/file-drop'
import { useWriting } from '../composer/writing'
import { WritingTabs } from '../composer/writing-tabs'
import { closeConversation, useFocusWish } from '../conversations/open-conversation'
import { useJump } from '../live/jump'
import { useConversation } from '../live/use-conversations'
import { useThread } from '../live/use-thread'
import { useAttendance } from '../presence/attend'
import { TemplateBar } from '../templates/template-bar'
import { Thread } from '../thread/thread'
import { useWindow } from '../window/use-window'
import { useErrorSentence } from '../words/use-error-sentence'
import { ContactPanelPlace } from './contact-panel-place'
import { BackButton, PaneHeader } from './pane-header'
import { PutAwayBar } from './put-away-bar'

// Most windows close on nothing begun. Where the line is lost the draft is kept all the same, and shown another time.
const KeptDraft = dynamic<{ id: string }>(
  () =>
    import('../composer/kept-draft').then(
      (module) => module.KeptDraft,
      () => Nothing,
    ),
  { ssr: false },
)
const Nothing = () => null

const loadLateParts = () => import('./late-parts')

/**
 * One conversation: who it is, what was said, and the answer. From one to the next what was said and what is written begin
 * anew; the rest is the same parts with other words, which is sooner there.
 */
export const ConversationPane = memo(function ConversationPane({ id }: { id: string }) {
  const t = useTranslations('inbox')
  const thread = useThread(id)
  const conversation = useConversation(id)
  const window = useWindow(conversation?.windowExpiresAt ?? null)
  useAttendance(id, useShowsTyping(conversation?.chatAccountId))
  const isNote = useWriting(({ noteIn }) => noteIn === id)
  const { NoteComposer, LateParts } = useLateParts(isNote) ?? {}
  const failure = thread.failed.whole
  if (failure && !thread.opening) {
    return <PaneFailed key={id} id={id} error={failure.error} retry={() => thread.retry('whole')} />
  }
  return (
    <div className="flex min-h-0 flex-1">
      <div className="relative flex min-w-0 flex-1 flex-col">
        {conversation ? <PaneHeader conversation={conversation} window={window} /> : <HeaderLoading />}
        {conversation ? <PutAwayBar conversation={conversation} /> : null}
        {conversation && thread.opening ? (
          <Thread key={id} conversation={conversation} thread={thread} opening={thread.opening} />
        ) : (
          <div role="status" aria-label={t('loading')} className="thread-loading" />
        )}
        <Dock isNote={isNote}>
          {conversation && LateParts ? <LateParts conversation={conversation} isNote={isNote} /> : null}
          {/* One element from the first moment on, so that what is typed while the conversation loads has its place. */}
          {isNote ? (
            NoteComposer ? (
              <NoteComposer
                key={`note ${id}`}
                id={id}
                contact={conversation?.contact}
                mayReply={window.open}
              />
            ) : (
              <div className="h-23" />
            )
          ) : conversation && !window.open ? (
            <>
              <KeptDraft key={id} id={id} />
              <TemplateBar key={`closed ${id}`} conversation={conversation} window={window} />
              <WritingTabs key={`tabs ${id}`} id={id} mayReply={false} className="mx-2 mb-2" />
            </>
          ) : (
            <Composer key={id} id={id} contact={conversation?.contact} />
          )}
        </Dock>
        <FileDrop id={id} takes={!isNote && (!conversation || window.open)} />
      </div>
      <ContactPanelPlace id={id} conversation={conversation} facts={thread.facts} />
    </div>
  )
})

/** Whether a number shows customers that somebody types. */
function useShowsTyping(chatAccountId: string | undefined): boolean {
  const { data } = useChatAccounts()
  return data?.items.some(({ id, typingIndicator }) => id === chatAccountId && typingIndicator) ?? false
}

/**
 * What nobody waits for when a conversation opens, and where a note is written; what is typed before that is there comes
 * into it. Where it cannot be fetched the reply is back.
 */
function useLateParts(isNote: boolean) {
  const [parts, fetchThem] = useFetched(loadLateParts)
  useEffect(() => whenIdle(() => void fetchThem()), [fetchThem])
  useEffect(() => {
    if (isNote) void fetchThem().then((came) => (came ? undefined : useWriting.getState().writeReply()))
  }, [isNote, fetchThem])
  return parts
}

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
