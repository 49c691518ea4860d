'use client'
import { longestNote } from '@cloudpa/contracts/note-limits'
import type { Contact } from '@cloudpa/contracts/conversations'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { cx } from '../../components/ui/cx'
import { holdsNow, useMedia } from '../../components/ui/use-media'
import { isComposing } from '../actions/is-composing'
import { usePreferences } from '../actions/preferences'
import { ariaKey } from '../actions/registry'
import { useAnsweredWish, useFocusWish } from '../conversations/open-conversation'
import { writeNote } from '../notes/write-note'
import { useNoteDrafts } from '../sending/drafts'
import { leave, touch } from './composer'
import { Counter, counterFrom } from './counter'
import { meansSend } from './means-send'
import { useCompletions } from './use-completions'
import { useWriting } from './writing'
import { WritingTabs } from './writing-tabs'

interface Props {
  id: string
  contact: Contact | undefined
  /** Whether the customer can be answered now; a note can be written all the same. */
  mayReply: boolean
}

/** Where a note is written, for the team alone. Its text is a draft of its own, which no reply ever takes up. */
export function NoteComposer({ id, contact, mayReply }: Props) {
  const t = useTranslations('notes')
  const text = useNoteDrafts((state) => state.texts[id] ?? '')
  const write = useNoteDrafts((state) => state.write)
  const clear = useNoteDrafts((state) => state.clear)
  const rest = useNoteDrafts((state) => state.rest)
  const box = useRef<HTMLTextAreaElement>(null)
  const isTouch = useMedia(touch)
  const enterSends = usePreferences((state) => state.enterSends) && !isTouch
  const { list, aria, onKey, look } = useCompletions(box, contact, 'note')
  const left = longestNote - text.length
  const ready = text.trim().length > 0 && left >= 0
  useEffect(() => rest, [rest])
  function take() {
    useFocusWish.getState().ask(null)
    box.current?.focus()
  }
  useAnsweredWish(id, 'note', take)
  useAnsweredWish(id, 'composer', ({ onPurpose }) => {
    // It is the reply's own wish, which the reply answers.
    if (onPurpose && mayReply) return useWriting.getState().writeReply()
    if (onPurpose || holdsNow('(pointer: fine)')) take()
    else useFocusWish.getState().ask(null)
  })
  useEffect(() => {
    // The reply's field may have had the keyboard, and gone: it must be here before the next key.
    if (document.activeElement === document.body && holdsNow('(pointer: fine)')) box.current?.focus()
    // What was begun goes on at its end.
    if (document.activeElement === box.current) box.current?.setSelectionRange(longestNote, longestNote)
  }, [])

  function add() {
    if (!ready) return
    writeNote(id, text.trim())
    clear(id)
    box.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    const press = event.nativeEvent
    if (isComposing(press)) return
    if (onKey(press)) {
      event.preventDefault()
    } else if (press.key === 'Escape') {
      event.preventDefault()
      leave(id)
    } else if (meansSend(press, enterSends)) {
      event.preventDefault()
      if (!event.repeat) add()
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
      data-testid="note-composer"
      className="relative flex flex-wrap items-center justify-end rounded-[inherit] text-note-ink"
    >
      {list}
      <textarea
        {...aria}
        ref={box}
        value={text}
        onChange={(event) => {
          write(id, event.target.value)
          look()
        }}
        onSelect={look}
        onBlur={rest}
        onKeyDown={onKeyDown}
        rows={1}
        dir={text ? 'auto' : undefined}
        enterKeyHint={enterSends ? 'send' : 'enter'}
        data-testid="note-field"
        aria-label={contact ? t('label', { name: contact.name }) : t('labelLoading')}
        aria-invalid={left < 0 || undefined}
        aria-describedby={left <= counterFrom ? 'composer-left note-private' : 'note-private'}
        placeholder={t('placeholder')}
        className="field-sizing-content max-h-[40dvh] min-h-11.5 w-full basis-full resize-none bg-transparent px-4 pt-3 pb-1 text-msg outline-none placeholder:text-note-ink/80"
      />
      <WritingTabs id={id} mayReply={mayReply} className="my-1.5 me-auto ms-2" />
      <span id="note-private" className="px-2 text-small max-md:sr-only">
        {t('onlyTeam')}
      </span>
      <Counter left={left} />
      <button
        type="submit"
        disabled={!ready}
        aria-keyshortcuts={enterSends ? 'Enter' : ariaKey('$mod+Enter')}
        data-testid="add-note"
        className={cx(
          'm-1.5 min-h-(--tap) rounded-ctl px-3 font-medium',
          ready ? 'bg-brand text-brand-ink hover:bg-brand-hover' : 'text-note-ink opacity-60',
        )}
      >
        {t('add')}
      </button>
    </form>
  )
}
