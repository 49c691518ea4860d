'use client'
import { TextSearch, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { IconButton } from '../../components/ui/button'
import { useFetched } from '../../components/ui/use-fetched'
import type { Steps } from './find-steps'

const loadSteps = () => import('./find-steps').then((module) => module.FindSteps)

interface Props {
  conversationId: string
  field: RefObject<HTMLInputElement | null>
  onClose: () => void
  /** Ends it where it began. */
  onBack: () => void
  /** The thread was clicked or scrolled: that is where its reader wants to be. */
  onTouched: () => void
}

/** Looks for a word in one conversation, over its thread. The field is there at once, and what looks is fetched meanwhile. */
export function FindBar({ conversationId, field, onClose, onBack, onTouched }: Props) {
  const t = useTranslations('thread')
  const [text, setText] = useState('')
  const [FindSteps, fetchSteps] = useFetched(loadSteps)
  const steps = useRef<Steps>(null)
  useEffect(() => void fetchSteps(), [fetchSteps])
  // Before the next key is heard.
  useLayoutEffect(() => field.current?.focus(), [field])

  function onKeyDown(event: KeyboardEvent) {
    // 229: an input method is still composing, whatever the key.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const { older, newer } = steps.current ?? {}
    const does = { Enter: event.shiftKey ? newer : older, ArrowUp: older, ArrowDown: newer, Escape: onBack }[
      event.key
    ]
    if (!does) return
    event.preventDefault()
    does()
  }

  return (
    <div
      role="search"
      aria-label={t('find')}
      data-testid="find-bar"
      className="group relative flex min-h-12 shrink-0 items-center gap-1 border-b border-line bg-panel ps-3 pe-2 md:ps-4 md:pe-3"
    >
      <TextSearch
        size={18}
        strokeWidth={1.75}
        aria-hidden
        className="me-1.5 shrink-0 text-ink-2 group-has-data-finding:invisible"
      />
      <input
        ref={field}
        data-testid="find-field"
        aria-label={t('find')}
        placeholder={t('find')}
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="search"
        dir="auto"
        maxLength={200}
        value={text}
        onChange={({ target }) => {
          setText(target.value)
          // It may not have come before.
          void fetchSteps()
        }}
        onKeyDown={onKeyDown}
        className="h-11 min-w-0 flex-1 bg-transparent text-start outline-none"
      />
      {FindSteps ? (
        <FindSteps ref={steps} conversationId={conversationId} text={text} onTouched={onTouched} />
      ) : null}
      <IconButton label={t('findClose')} onClick={onClose}>
        <X size={20} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  )
}
