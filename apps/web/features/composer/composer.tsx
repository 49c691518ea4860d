'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { SendHorizontal } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { cx } from '../../components/ui/cx'
import { useDrafts } from '../sending/drafts'
import { firstNameOf } from '../contacts/first-name'
import { rowOf } from '../conversations/conversation-list'
import { useFocusWish, useIsWished } from '../conversations/open-conversation'
import { maxBodyLength, sendMessage } from '../sending/send-message'

const counterFrom = maxBodyLength - 200

/** Where the answer is written. Its text is the conversation's draft, so nothing is lost on the way. */
export function Composer({ conversation }: { conversation: Conversation }) {
  const { id, contact } = conversation
  const text = useDrafts((state) => state.texts[id] ?? '')
  const write = useDrafts((state) => state.write)
  const box = useRef<HTMLTextAreaElement>(null)
  useWishedFocus(id, box)

  const left = maxBodyLength - text.length
  const ready = text.trim().length > 0 && left >= 0

  function send() {
    if (!ready) return
    sendMessage(id, text.trim())
    write(id, '')
    box.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.preventDefault()
      rowOf(id)?.focus()
    }
    // While an input method composes, Enter chooses a candidate. 229 is how Safari says the same.
    const composing = event.nativeEvent.isComposing || event.keyCode === 229
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || composing) return
    event.preventDefault()
    send()
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      className="border-t border-line bg-panel px-3 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] md:px-6 md:pt-3 md:pb-[max(0.75rem,env(safe-area-inset-bottom))]"
    >
      <div className="mx-auto flex max-w-4xl items-end rounded-card border border-control bg-panel has-focus-visible:outline-2 has-focus-visible:outline-brand">
        <textarea
          ref={box}
          value={text}
          onChange={(event) => write(id, event.target.value)}
          onKeyDown={onKeyDown}
          rows={1}
          dir="auto"
          enterKeyHint="send"
          data-testid="composer"
          aria-label={`Message to ${contact.name}`}
          aria-invalid={left < 0 || undefined}
          aria-describedby={left <= counterFrom ? 'composer-left' : undefined}
          placeholder={`Write to ${firstNameOf(contact)}…`}
          className="field-sizing-content max-h-[40dvh] min-h-11 w-full min-w-0 flex-1 resize-none bg-transparent px-3.5 py-2.5 text-reading outline-none"
        />
        <Counter left={left} />
        <button
          type="submit"
          disabled={!ready}
          aria-label="Send message"
          data-testid="send-button"
          className={cx(
            'm-1 inline-flex size-10 shrink-0 items-center justify-center rounded-ctl transition-colors duration-100 md:size-9',
            'relative before:absolute before:-inset-1',
            ready ? 'bg-brand text-brand-ink hover:opacity-90' : 'text-ink-3',
          )}
        >
          <SendHorizontal size={18} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
        </button>
      </div>
    </form>
  )
}

function Counter({ left }: { left: number }) {
  if (left > maxBodyLength - counterFrom) return null
  return (
    <span
      id="composer-left"
      className={cx(
        'self-center px-2 text-meta tabular-nums',
        left < 0 ? 'font-medium text-danger' : 'text-ink-2',
      )}
    >
      {left < 0 ? `${-left} too many` : `${left} left`}
    </span>
  )
}

/** On a touch screen the keyboard would cover what one came to read, so only a mouse's focus goes here. */
function useWishedFocus(id: string, box: React.RefObject<HTMLTextAreaElement | null>) {
  const wished = useIsWished(id, 'composer')
  const ask = useFocusWish((state) => state.ask)
  useEffect(() => {
    if (!wished || !box.current) return
    ask(null)
    if (!window.matchMedia('(pointer: fine)').matches) return
    box.current.focus()
    box.current.setSelectionRange(box.current.value.length, box.current.value.length)
  }, [wished, ask, box])
}
