'use client'
import type { Contact } from '@cloudpa/contracts/conversations'
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { useFetched } from '../../components/ui/use-fetched'
import { whenIdle } from '../../components/ui/when-idle'
import { blanksIn } from '../quick-replies/fill-in'
import { completionAt, stillLeft, type Completion, type Left } from './completion'
import { insertText } from './insert-text'

const loadList = () => import('./completion-list').then(({ CompletionList }) => CompletionList)

interface Completions {
  /** The list over the field, while there is something to complete. */
  list: ReactNode
  /** What the field points to. */
  aria: object
  /** Hears each key before the field does; returns whether it took it. */
  onKey: (press: KeyboardEvent) => boolean
  /** The text or the caret is another. */
  look: () => void
}

/** What was written in short, and what it could mean: quick replies behind a slash, members behind an @, emoji behind a colon. */
export function useCompletions(
  box: RefObject<HTMLTextAreaElement | null>,
  contact: Contact | undefined,
  writing: 'reply' | 'note',
): Completions {
  const [found, setFound] = useState<Completion | null>(null)
  // What was left as it is by Escape, or was chosen, stays so until something else begins.
  const [left, setLeft] = useState<Left | null>(null)
  const [active, setActive] = useState<{ list: string; option: string } | null>(null)
  const [List, fetchList] = useFetched(loadList)
  const keys = useRef<((press: KeyboardEvent) => boolean) | null>(null)
  const [isMeant, setMeant] = useState(false)
  useEffect(() => whenIdle(() => void fetchList()), [fetchList])

  const isLeft = left !== null && left.kind === found?.kind && left.from === found.from
  const open = isLeft ? null : found
  const leave = ({ kind, from }: Completion, text = '') => setLeft({ kind, from, text })

  function look() {
    const { value, selectionStart, selectionEnd } = box.current ?? {
      value: '',
      selectionStart: 0,
      selectionEnd: 0,
    }
    const now = selectionStart === selectionEnd ? completionAt(value, selectionEnd, writing) : null
    setLeft((before) => stillLeft(before, now, value))
    if (!now || now.query !== found?.query) setMeant(false)
    // Without a list what is written is nothing but a text.
    if (now) void fetchList().then((came) => (came ? undefined : leave(now)))
    setFound((before) => (JSON.stringify(before) === JSON.stringify(now) ? before : now))
  }

  function choose(text: string) {
    if (!box.current || !open) return
    const [blank] = blanksIn(text)
    const { from, to } = open
    leave(open, text.trimEnd())
    insertText(box.current, { from, to, text, select: blank && [blank.from, blank.to] })
    setFound(null)
  }

  function onKey(press: KeyboardEvent): boolean {
    if (!open) return false
    // Whoever began to name somebody ends that first, also where nobody is called so and no list is there.
    if (press.key === 'Escape' && open.kind === 'mention') {
      leave(open)
      return true
    }
    if (keys.current) return keys.current(press)
    const isPlain = !press.ctrlKey && !press.metaKey && !press.altKey && !press.shiftKey
    if (!isPlain || !['Enter', 'Tab'].includes(press.key)) return false
    // Whoever writes faster than the list comes means its first all the same, and must not send the slash.
    if (!press.repeat) setMeant(true)
    return true
  }

  const list =
    open && List ? (
      <List
        completion={open}
        contact={contact}
        keys={keys}
        isMeant={isMeant}
        onMeant={setMeant}
        onActive={setActive}
        onChoose={choose}
        onDismiss={() => leave(open)}
      />
    ) : null
  const aria = {
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-controls': active?.list,
    'aria-activedescendant': active?.option,
  } as const
  return { list, aria, onKey, look }
}
