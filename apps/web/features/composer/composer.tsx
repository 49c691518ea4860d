'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useMedia } from '../../components/ui/use-media'
import { isComposing } from '../actions/is-composing'
import { usePreferences } from '../actions/preferences'
import { firstNameOf } from '../contacts/first-name'
import { closeConversation } from '../conversations/open-conversation'
import { rowOf } from '../conversations/row-element'
import { noteTyping } from '../presence/attend'
import { useDrafts } from '../sending/drafts'
import { useTriage } from '../triage/use-triage'
import { keepCaret } from './carets'
import { BlankBand, BlankMarks, useBlanks } from './blanks'
import { CollisionBand, useCollision } from './collision-band'
import { PartsCounter } from './counter'
import { meansMark, toggleMark } from './format'
import { insertAtCaret, insertText } from './insert-text'
import { meansSend } from './means-send'
import { SendButton } from './send-button'
import { takeBackHere } from './take-back'
import { Tools } from './tools'
import { useCompletions } from './use-completions'
import { useOutgoing } from './use-outgoing'
import { useRecorder } from './use-recorder'
import { useReplySlash } from './use-reply-slash'
import { useTypedTooEarly } from './use-typed-too-early'
import { useWishedFocus } from './use-wished-focus'

/** A finger and nothing finer, on a keyboard that covers the screen: a tablet with a trackpad writes as a desk does. */
export const touch = '(pointer: coarse) and (not (any-pointer: fine))'

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
  const { doneOrBack } = useTriage()
  const isTouch = useMedia(touch)
  const enterSends = usePreferences((state) => state.enterSends) && !isTouch
  const { list, aria, onKey, look } = useCompletions(box, contact, 'reply')
  const slash = useReplySlash(box, look)
  const blanks = useBlanks(text, box)
  const { collision, ...meeting } = useCollision(id, text)
  useWishedFocus(id, box)
  useTypedTooEarly(id, box)
  // Leaving a conversation is a pause too.
  useEffect(() => rest, [rest])

  const out = useOutgoing(id, text, box)
  const recorder = useRecorder(id, box)

  function send(isDone = false) {
    if (!out.ready || blanks.ask(isDone) || meeting.ask(isDone) || !out.send()) return
    clear(id)
    noteTyping(id, '')
    slash.note('')
    box.current?.focus()
    if (isDone) doneOrBack([id], false)
  }

  function onKeyDown(event: KeyboardEvent) {
    const press = event.nativeEvent
    if (isComposing(press)) return
    const isTaken = onKey(press)
    if (press.key === 'Escape') slash.takeBack()
    if (isTaken) {
      event.preventDefault()
      return
    }
    const mark = meansMark(press)
    if (mark && box.current) {
      event.preventDefault()
      const { value, selectionStart, selectionEnd } = box.current
      insertText(box.current, toggleMark(value, selectionStart, selectionEnd, mark))
      return
    }
    if (event.key === 'Escape') {
      event.preventDefault()
      leave(id)
    }
    const means = meansSend(press, enterSends)
    if (means) {
      event.preventDefault()
      // A key that is held means it once: what it opens is not answered by it.
      if (!event.repeat) send(means === 'sendDone')
    } else if (!text && isUndo(press) && takeBackHere(id)) event.preventDefault()
  }

  const who = contact ? t('placeholder', { name: firstNameOf(contact) }) : t('placeholderLoading')
  const placeholder = out.isCaption ? t('caption') : who
  if (recorder.view) return recorder.view
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      className="relative flex flex-wrap items-end justify-end rounded-[inherit]"
    >
      {list}
      {blanks.isAsking && !collision ? (
        <BlankBand blanks={blanks.blanks} onSend={() => send(blanks.isDone)} />
      ) : null}
      {collision ? <CollisionBand collision={collision} onSend={() => send(meeting.isDone)} /> : null}
      {out.tray}
      <div className="grid max-h-[40dvh] min-w-0 flex-1 md:basis-full">
        {blanks.blanks.length > 0 ? <BlankMarks text={text} blanks={blanks.blanks} box={box} /> : null}
        <textarea
          {...aria}
          ref={box}
          value={text}
          onChange={(event) => {
            write(id, event.target.value)
            noteTyping(id, event.target.value)
            slash.note(event.target.value)
            look()
          }}
          onSelect={({ currentTarget }) => {
            keepCaret(id, currentTarget.selectionEnd)
            look()
          }}
          onBlur={rest}
          onPaste={out.onPaste}
          onKeyDown={onKeyDown}
          rows={1}
          // What is empty has no direction of its own, and its placeholder is ours.
          dir={text ? 'auto' : undefined}
          enterKeyHint={enterSends ? 'send' : 'enter'}
          data-testid="composer"
          aria-label={contact ? t('label', { name: contact.name }) : t('labelLoading')}
          aria-invalid={out.left < 0 || undefined}
          aria-describedby="composer-left"
          placeholder={placeholder}
          className="col-start-1 row-start-1 field-sizing-content max-h-[40dvh] min-h-11.5 w-full min-w-0 resize-none bg-transparent px-4 py-3 text-msg outline-none max-md:px-1 md:pb-1"
        />
      </div>
      <Tools
        id={id}
        box={box}
        ready={out.ready}
        onInsert={(added) => insertAtCaret(box.current, added)}
        onReplies={slash.open}
        onSendDone={() => send(true)}
      />
      <PartsCounter length={text.length} left={out.left} />
      <SendButton
        id={id}
        ready={out.ready}
        count={out.count}
        needsMod={!enterSends}
        onSendDone={() => send(true)}
        onRecord={text.trim() || out.isFile ? null : recorder.begin}
      />
    </form>
  )
}

/** To the list, where it is in sight; on a phone it is gone back to. */
export function leave(id: string) {
  const row = rowOf(id)
  if (row?.checkVisibility()) row.focus()
  else closeConversation()
}

const isUndo = ({ key, ctrlKey, metaKey, shiftKey, altKey }: globalThis.KeyboardEvent) =>
  key.toLowerCase() === 'z' && (ctrlKey || metaKey) && !shiftKey && !altKey
