'use client'
import { ChevronDown, ChevronUp, TextSearch, X } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useLayoutEffect, useState, type KeyboardEvent, type RefObject } from 'react'
import { IconButton } from '../../components/ui/button'
import { useFind } from './use-find'
import { useMarkFound } from './use-mark-found'

/** So many are counted, and more are no longer told apart. */
const mostCounted = 1_000

interface Props {
  conversationId: string
  field: RefObject<HTMLInputElement | null>
  onClose: () => void
}

/** Looks for a word in one conversation, over its thread. */
export function FindBar({ conversationId, field, onClose }: Props) {
  const t = useTranslations('thread')
  const [text, setText] = useState('')
  const find = useFind(conversationId, text)
  const { hits, at, count, older, newer } = find
  useMarkFound(hits, at)
  // Before the next key is heard.
  useLayoutEffect(() => field.current?.focus(), [field])

  function onKeyDown(event: KeyboardEvent) {
    // 229: an input method is still composing, whatever the key.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const does = { Enter: event.shiftKey ? newer : older, ArrowUp: older, ArrowDown: newer, Escape: onClose }[
      event.key
    ]
    if (!does) return
    event.preventDefault()
    does()
  }

  const none = !count
  return (
    <div
      role="search"
      aria-label={t('find')}
      data-testid="find-bar"
      className="flex min-h-12 shrink-0 items-center gap-1 border-b border-line bg-panel ps-3 pe-2 md:ps-4 md:pe-3"
    >
      <TextSearch size={18} strokeWidth={1.75} aria-hidden className="me-1.5 shrink-0 text-ink-2" />
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
        onChange={({ target }) => setText(target.value)}
        onKeyDown={onKeyDown}
        className="h-11 min-w-0 flex-1 bg-transparent text-start outline-none"
      />
      <p role="status" className="shrink-0 px-1 text-small text-ink-2 tabular-nums">
        <State typed={text.trim()} {...find} />
      </p>
      <IconButton label={t('findOlder')} aria-disabled={none} onClick={older}>
        <ChevronUp size={20} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton label={t('findNewer')} aria-disabled={none} onClick={newer}>
        <ChevronDown size={20} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton label={t('findClose')} onClick={onClose}>
        <X size={20} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  )
}

type StateProps = { typed: string } & Pick<
  ReturnType<typeof useFind>,
  'at' | 'count' | 'isLoading' | 'isOffline' | 'hasFailed'
>

/** At which of how many places one is, or why at none. */
function State({ typed, at, count, isLoading, isOffline, hasFailed }: StateProps) {
  const t = useTranslations('thread')
  const format = useFormatter()
  if (typed === '') return null
  if (isOffline) return t('findOffline')
  if (hasFailed && !isLoading) return <span className="text-danger">{t('findFailed')}</span>
  if (count === null) return <span className="sr-only">{t('finding')}</span>
  if (count === 0) return <span data-none>{t('findNone')}</span>
  const all = format.number(count)
  return t('findCount', { at: format.number(at + 1), count: count < mostCounted ? all : `${all}+` })
}
