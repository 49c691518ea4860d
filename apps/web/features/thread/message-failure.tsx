'use client'
import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { failureSentence } from '../messages/describe-message'
import { resend, sendMessage } from '../sending/send-message'
import type { Entry } from './thread-entries'
import { useUnsent, type Unsent } from '../sending/unsent'

/** Why a message did not get through, and what can be done about it. */
export function MessageFailure({ entry }: { entry: Entry }) {
  if (entry.unsent) return entry.unsent.state === 'sending' ? null : <UnsentFailure item={entry.unsent} />
  const { message } = entry
  if (message?.status !== 'failed') return null
  const text = failureSentence(message) ?? 'Not delivered. WhatsApp did not say why.'
  return (
    <Line text={text}>
      {message.error?.retryable ? (
        <SendAgain conversationId={message.conversationId} body={message.content.body} />
      ) : null}
    </Line>
  )
}

/** Our server knows that it failed, so sending again is a new message; once, or a nervous finger doubles it. */
function SendAgain({ conversationId, body }: { conversationId: string; body: string }) {
  const [again, setAgain] = useState(false)
  if (again) return <span className="text-ink-2">Sent again below</span>
  return (
    <Action
      testId="retry-button"
      onClick={() => {
        setAgain(true)
        sendMessage(conversationId, body)
      }}
    >
      Retry
    </Action>
  )
}

function UnsentFailure({ item }: { item: Unsent }) {
  const remove = useUnsent((state) => state.remove)
  return (
    <Line text={item.reason}>
      <Action testId="retry-button" onClick={() => resend(item)}>
        Retry
      </Action>
      <Action onClick={() => remove(item.clientId)}>Discard</Action>
    </Line>
  )
}

function Line({ text, children }: { text: string; children: React.ReactNode }) {
  return (
    <p className="mt-1 flex max-w-[min(65ch,85%)] items-center gap-x-2 text-meta text-danger">
      <CircleAlert size={14} strokeWidth={2} aria-hidden className="shrink-0" />
      <span>{text}</span>
      {children}
    </p>
  )
}

function Action({
  children,
  onClick,
  testId,
}: {
  children: React.ReactNode
  onClick: () => void
  testId?: string
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      data-testid={testId}
      className="inline-flex min-h-11 shrink-0 items-center rounded-ctl px-1 font-semibold underline underline-offset-2 md:min-h-6"
    >
      {children}
    </button>
  )
}
