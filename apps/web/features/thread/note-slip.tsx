'use client'
import type { Note } from '@cloudpa/contracts/notes'
import { Clock, StickyNote } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { useMe } from '../../client/use-me'
import { cx } from '../../components/ui/cx'
import { useItem } from '../live/use-thread'
import { MessageText } from '../messages/message-text'
import { splitMentions } from '../notes/split-mentions'
import { forgetNote, writeAgain } from '../notes/write-note'
import type { Unsent } from '../sending/unsent'
import { useNoteSentence } from '../sending/unsent-sentence'
import { isolated } from '../words/isolated'
import type { Times } from '../words/use-times'
import { Action } from './message-action'
import type { Entry } from './thread-entries'
import { Under } from './under'
import { useDeleteNote } from './use-delete-note'

interface Props {
  entry: Entry
  top: boolean
  fresh: boolean
  times: Times
  current: boolean
}

/** A note for the team, across the whole thread: no bubble of either side, and it says so in words. */
export const NoteSlip = memo(function NoteSlip({ entry, top, fresh, times, current }: Props) {
  const t = useTranslations('notes')
  const { data: me } = useMe()
  const { unsent } = entry
  const note = useItem(entry.note)
  const isOwn = note === null || (note.author.kind === 'member' && note.author.id === me?.memberId)
  const said = { time: times.clockTime(entry.at), name: note?.author.name ?? '' }
  return (
    <li
      data-testid="note"
      data-message-id={note?.id ?? ''}
      data-status={unsent?.state ?? 'there'}
      data-anchor={entry.key}
      // The log is one tab stop, and its messages are what the arrows go over.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={current ? 0 : -1}
      className={cx('group/message scroll-my-12 outline-none', !top && 'mt-4')}
    >
      <div
        className={cx(
          'flow-root rounded-ctl bg-note px-3 py-2.5 text-msg text-note-ink inset-ring inset-ring-note-line',
          'outline-focus group-focus-visible/message:outline-2 group-focus-visible/message:outline-offset-2',
          fresh && 'animate-bubble',
        )}
      >
        <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 gap-y-0.5">
          <StickyNote size={16} strokeWidth={1.75} aria-hidden className="mt-0.75" />
          <div>
            <span className="sr-only">{isOwn ? t('yoursSays') : t('theirsSays', said)}</span>
            <div dir="auto" className="[overflow-wrap:anywhere] whitespace-pre-wrap">
              <Words note={note} unsent={unsent} memberId={me?.memberId ?? null} current={current} />
            </div>
          </div>
          <div className="col-start-2 flex min-h-5 flex-wrap items-center gap-x-1.5 text-meta">
            <span>
              {isOwn ? t('yours', said) : t.rich('theirs', { ...said, ...isolated })}
              {note?.editedAt ? ` ${t('edited')}` : null}
            </span>
            {unsent?.state === 'sending' ? (
              <span role="img" aria-label={t('saving')} data-testid="saving">
                <Clock size={13} strokeWidth={2} aria-hidden />
              </span>
            ) : null}
            {note && isOwn ? <Delete note={note} current={current} /> : null}
          </div>
        </div>
      </div>
      {unsent && unsent.state !== 'sending' ? <NoteFailure item={unsent} current={current} /> : null}
    </li>
  )
})

interface WordsProps {
  note: Note | null
  unsent: Unsent | null
  memberId: string | null
  current: boolean
}

/** What a note says, with whom it names; whoever is here stands out among them. */
function Words({ note, unsent, memberId, current }: WordsProps) {
  const parts = splitMentions(note?.body ?? unsent?.body ?? '', note?.mentions ?? [])
  return parts.map(({ text, of }, at) =>
    of.length > 0 ? (
      <strong
        key={at}
        data-testid="mention"
        className={cx(
          'font-semibold',
          memberId && of.includes(memberId) && 'rounded-tail bg-note-ink px-1 text-note',
        )}
      >
        {text}
      </strong>
    ) : (
      <MessageText key={at} text={text} tabIndex={current ? 0 : -1} />
    ),
  )
}

function Delete({ note, current }: { note: Note; current: boolean }) {
  const t = useTranslations('notes')
  const remove = useDeleteNote()
  return (
    <button
      type="button"
      tabIndex={current ? 0 : -1}
      data-testid="delete-note"
      onClick={() => remove(note)}
      className="-my-1 rounded-ctl px-1.5 py-1 underline underline-offset-3 opacity-0 group-focus-within/message:opacity-100 group-hover/message:opacity-100 hover:bg-note-ink/10 pointer-coarse:-my-3 pointer-coarse:min-h-11 pointer-coarse:opacity-100"
    >
      {t('delete')}
    </button>
  )
}

/** Why a note did not get there, and what can be done. */
function NoteFailure({ item, current }: { item: Unsent; current: boolean }) {
  const t = useTranslations('thread')
  const notes = useTranslations('notes')
  const why = useNoteSentence()(item)
  return (
    <Under bad={item.state === 'refused'}>
      <span>{notes('notSaved', { why })}</span>
      <span className="inline-flex items-center gap-x-1.5">
        <Action current={current} testId="retry-note" onClick={() => writeAgain(item)}>
          {t('tryAgain')}
        </Action>
        <Action current={current} onClick={() => forgetNote(item)}>
          {t('discard')}
        </Action>
      </span>
    </Under>
  )
}
