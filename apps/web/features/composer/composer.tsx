'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { SendHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { cx } from '../../components/ui/cx'
import { useMedia } from '../../components/ui/use-media'
import { isComposing } from '../actions/is-composing'
import { firstNameOf } from '../contacts/first-name'
import { rowOf } from '../conversations/row-element'
import { closeConversation } from '../conversations/open-conversation'
import { useDrafts } from '../sending/drafts'
import { maxBodyLength, sendMessage } from '../sending/send-message'
import { meansSend } from './means-send'
import { useWishedFocus } from './use-wished-focus'

/** A finger and nothing finer, on a keyboard that covers the screen: a tablet with a trackpad writes as a desk does. */
const touch = '(pointer: coarse) and (not (any-pointer: fine))'

/** How many characters are left when the counter begins. */
const counterFrom = 200

interface Props {
  id: string
  /** Unknown while the conversation loads: one can write already. */
  contact: Conversation['contact'] | undefined
}

/** Where the answer is written. Its text is the conversation's draft, so nothing is lost on the way. */
export function Composer({ id, contact }: Props) {
  const t = useTranslations('composer')
  const text = useDrafts((state) => state.texts[id] ?? '')
  const write = useDrafts((state) => state.write)
  const clear = useDrafts((state) => state.clear)
  const rest = useDrafts((state) => state.rest)
  const box = useRef<HTMLTextAreaElement>(null)
  const isTouch = useMedia(touch)
  useWishedFocus(id, box)
  useTypedTooEarly(id, box)
  // Leaving a conversation is a pause too.
  useEffect(() => rest, [rest])

  const left = maxBodyLength - text.length
  const ready = text.trim().length > 0 && left >= 0

  function send() {
    if (!ready) return
    sendMessage(id, text.trim())
    clear(id)
    box.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event.nativeEvent)) return
    if (event.key === 'Escape') {
      event.preventDefault()
      const row = rowOf(id)
      // On a phone the list is not in sight, so it is gone back to.
      if (row?.checkVisibility()) row.focus()
      else closeConversation()
    }
    if (!meansSend(event.nativeEvent, isTouch)) return
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
        onBlur={rest}
        onKeyDown={onKeyDown}
        rows={1}
        // What is empty has no direction of its own, and its placeholder is ours.
        dir={text ? 'auto' : undefined}
        enterKeyHint={isTouch ? 'enter' : 'send'}
        data-testid="composer"
        aria-label={contact ? t('label', { name: contact.name }) : t('labelLoading')}
        aria-invalid={left < 0 || undefined}
        aria-describedby={left <= counterFrom ? 'composer-left' : undefined}
        placeholder={contact ? t('placeholder', { name: firstNameOf(contact) }) : t('placeholderLoading')}
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
  if (left > counterFrom) return null
  return (
    <span
      id="composer-left"
      data-testid="composer-left"
      className={cx(
        'self-center px-2 text-meta tabular-nums',
        left < 0 ? 'font-medium text-danger' : 'text-ink-2',
      )}
    >
      {left < 0 ? t('tooMany', { count: -left }) : t('left', { count: left })}
    </span>
  )
}

/** What was typed into the page as the server sent it, before its script ran, is a draft like any other. */
function useTypedTooEarly(id: string, box: React.RefObject<HTMLTextAreaElement | null>) {
  useEffect(() => {
    const typed = box.current?.value
    const { texts, write } = useDrafts.getState()
    if (typed && !texts[id]) write(id, typed)
  }, [id, box])
}
