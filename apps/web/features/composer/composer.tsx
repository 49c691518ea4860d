'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { SendHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
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
  const t = useTranslations('composer')
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
      className="flex items-end"
    >
      <textarea
        ref={box}
        value={text}
        onChange={(event) => write(id, event.target.value)}
        onKeyDown={onKeyDown}
        rows={1}
        // What is empty has no direction of its own, and its placeholder is ours.
        dir={text ? 'auto' : undefined}
        enterKeyHint="send"
        data-testid="composer"
        aria-label={t('label', { name: contact.name })}
        aria-invalid={left < 0 || undefined}
        aria-describedby={left <= counterFrom ? 'composer-left' : undefined}
        placeholder={t('placeholder', { name: firstNameOf(contact) })}
        className="field-sizing-content max-h-[40dvh] min-h-11.5 w-full min-w-0 flex-1 resize-none bg-transparent px-4 py-3 text-msg outline-none"
      />
      <Counter left={left} />
      <button
        type="submit"
        aria-label={t('sendMessage')}
        data-testid="send-button"
        className={cx(
          'relative m-1.5 inline-flex h-8.5 shrink-0 items-center justify-center rounded-ctl bg-brand px-3 font-medium text-brand-ink hover:bg-brand-hover max-md:size-9 max-md:rounded-full max-md:p-0',
          'before:absolute before:-inset-1.5',
          // Its place is kept, or the words would wrap anew with the first letter.
          !ready && 'invisible',
        )}
      >
        <SendHorizontal size={18} strokeWidth={1.75} aria-hidden className="md:hidden rtl:-scale-x-100" />
        <span className="max-md:hidden">{t('send')}</span>
      </button>
    </form>
  )
}

function Counter({ left }: { left: number }) {
  const t = useTranslations('composer')
  if (left > maxBodyLength - counterFrom) return null
  return (
    <span
      id="composer-left"
      className={cx(
        'self-center px-2 text-meta tabular-nums',
        left < 0 ? 'font-medium text-danger' : 'text-ink-2',
      )}
    >
      {left < 0 ? t('tooMany', { count: -left }) : t('left', { count: left })}
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
