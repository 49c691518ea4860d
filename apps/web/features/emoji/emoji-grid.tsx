'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { cx } from '../../components/ui/cx'
import { isComposing } from '../actions/is-composing'
import type { Emoji } from './emoji'
import { findEmoji } from './find-emoji'
import { useLately } from './lately'
import { useEmoji } from './use-emoji'

const columns = 8

/** Rows of eight, and a name before the first of some. */
interface Row {
  title?: string
  /** How many stand before it. */
  first: number
  emoji: Emoji[]
}

/** A field over rows of emoji: the keyboard stays in the field, and the arrows go through the rows. */
export function EmojiGrid({ icon, onChoose }: { icon: ReactNode; onChoose: (char: string) => void }) {
  const t = useTranslations('composer')
  const listId = useId()
  const groups = useEmoji()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  // Never those of an earlier query: whoever types fast and presses Enter means what they wrote.
  const rows = useRows(groups, query)
  const all = useMemo(() => rows.flatMap(({ emoji }) => emoji), [rows])
  const virtual = useRef<VirtualizerHandle>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const rowAt = rowOf(rows, at)
  useEffect(() => {
    if (rowAt >= 0) virtual.current?.scrollToIndex(rowAt, { align: 'nearest' })
  }, [rowAt])

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event.nativeEvent)) return
    const isRtl = document.documentElement.dir === 'rtl'
    const next = {
      ArrowDown: below(rows, at, 1),
      ArrowUp: below(rows, at, -1),
      ArrowRight: at + (isRtl ? -1 : 1),
      ArrowLeft: at + (isRtl ? 1 : -1),
    }[event.key]
    // In the middle of a word the arrows go through that.
    const isInWord = query !== '' && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
    if (next !== undefined && !isInWord) {
      event.preventDefault()
      setAt(Math.max(0, Math.min(next, all.length - 1)))
    }
    const chosen = all[at]
    if (event.key === 'Enter') event.preventDefault()
    if (event.key === 'Enter' && chosen) onChoose(chosen.char)
  }
  return (
    <>
      <label className="flex items-center gap-2.5 border-b border-line px-4 max-md:px-0">
        {icon}
        <input
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={all[at] ? `${listId}-${at}` : undefined}
          aria-label={t('searchEmoji')}
          placeholder={t('searchEmoji')}
          autoComplete="off"
          value={query}
          onChange={({ target }) => {
            setQuery(target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          className="h-11 min-w-0 flex-1 bg-transparent outline-none"
        />
      </label>
      {groups && all.length === 0 ? (
        <p role="status" className="px-4 py-3 text-ink-2">
          {t('noEmoji')}
        </p>
      ) : null}
      <div
        ref={scroller}
        id={listId}
        role="listbox"
        aria-label={t('emoji')}
        // What scrolls without being a stop of its own is gone through from the field.
        tabIndex={-1}
        className={cx(
          'h-72 overflow-y-auto overscroll-contain px-2 pb-2',
          groups && all.length === 0 && 'hidden',
        )}
      >
        {/* The one that the field names to screen readers is there wherever the rows have been scrolled to. */}
        <Virtualizer ref={virtual} scrollRef={scroller} keepMounted={rowAt < 0 ? [] : [rowAt]}>
          {rows.map(({ title, first, emoji }) => (
            <div key={first} role="presentation">
              {title ? (
                <div role="presentation" className="px-2 pt-2 pb-1 text-meta font-medium text-ink-3">
                  {title}
                </div>
              ) : null}
              <div role="presentation" className="grid grid-cols-8">
                {emoji.map(({ char, name }, column) => (
                  <button
                    key={char}
                    type="button"
                    id={`${listId}-${first + column}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={first + column === at}
                    aria-label={name}
                    title={name}
                    onPointerMove={() => setAt(first + column)}
                    onClick={() => onChoose(char)}
                    className={cx(
                      'grid h-9 place-items-center rounded-ctl text-[1.375rem] leading-none max-md:h-11',
                      first + column === at && 'bg-sel',
                    )}
                  >
                    {char}
                  </button>
                ))}
              </div>
            </div>
          ))}
        </Virtualizer>
      </div>
    </>
  )
}

/** What was used last, and then all; or what is sought. */
function useRows(groups: Emoji[][] | null, query: string): Row[] {
  const t = useTranslations('composer')
  // As it was when it was opened: what is chosen closes it.
  const [lately] = useState(() => useLately.getState().chars)
  return useMemo(() => {
    if (!groups) return []
    if (query.trim()) return numbered(inRows(findEmoji(groups, query, 200)))
    const known = groups.flat()
    const used = lately.flatMap((char) => known.find((emoji) => emoji.char === char) ?? [])
    return numbered([...inRows(used, t('lately')), ...groups.flatMap((group) => inRows(group))])
  }, [groups, query, lately, t])
}

function numbered(rows: Omit<Row, 'first'>[]): Row[] {
  const made: Row[] = []
  for (const row of rows) {
    const last = made.at(-1)
    made.push({ ...row, first: last ? last.first + last.emoji.length : 0 })
  }
  return made
}

function inRows(emoji: readonly Emoji[], title?: string): Omit<Row, 'first'>[] {
  return Array.from({ length: Math.ceil(emoji.length / columns) }, (_, row) => ({
    ...(row === 0 && title ? { title } : {}),
    emoji: emoji.slice(row * columns, (row + 1) * columns),
  }))
}

/** The row of the nth emoji. */
const rowOf = (rows: readonly Row[], at: number) => rows.findLastIndex(({ first }) => first <= at)

/** What stands under or over the nth emoji; rows may be short. */
function below(rows: readonly Row[], at: number, by: 1 | -1): number {
  const row = rowOf(rows, at)
  const target = rows[row + by]
  if (!target) return at
  return target.first + Math.min(at - (rows[row]?.first ?? 0), target.emoji.length - 1)
}
