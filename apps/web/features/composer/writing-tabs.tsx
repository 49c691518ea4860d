'use client'
import { StickyNote } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cx } from '../../components/ui/cx'
import { Tooltip } from '../../components/ui/tooltip'
import { useKeysOf } from '../actions/use-actions'
import { useFocusWish } from '../conversations/open-conversation'
import { useDrafts, useNoteDrafts } from '../sending/drafts'
import { useWriting } from './writing'

const half =
  'inline-flex min-h-7 items-center gap-1.5 rounded-[6px] px-2.5 text-small font-medium pointer-coarse:min-h-9 pointer-coarse:relative pointer-coarse:after:absolute pointer-coarse:after:inset-x-0 pointer-coarse:after:-inset-y-1'

interface Props {
  id: string
  /** Whether there is a field for a reply now, to write in. */
  mayReply: boolean
  className?: string
}

/** Whether a reply to the customer is written, or a note for the team; which of them holds something begun is marked. */
export function WritingTabs({ id, mayReply, className }: Props) {
  const t = useTranslations('notes')
  const isNote = useWriting(({ noteIn }) => noteIn === id)
  const reply = useDrafts(({ texts }) => Boolean(texts[id]))
  const note = useNoteDrafts(({ texts }) => Boolean(texts[id]))
  const replyKeys = useKeysOf('write')
  const noteKeys = useKeysOf('note')
  return (
    <div
      role="group"
      aria-label={t('what')}
      className={cx(
        'inline-flex gap-0.5 rounded-ctl p-0.5',
        isNote ? 'bg-note-ink/10' : 'bg-inset',
        className,
      )}
    >
      <Tooltip text={t('reply')} keys={replyKeys?.shown}>
        <button
          type="button"
          aria-pressed={!isNote}
          aria-keyshortcuts={replyKeys?.aria}
          data-testid="write-reply"
          onClick={() => {
            useWriting.getState().writeReply()
            if (mayReply) useFocusWish.getState().ask({ id, focus: 'composer', onPurpose: true })
          }}
          className={cx(
            half,
            isNote ? 'text-note-ink hover:bg-note-ink/10' : 'bg-raised text-ink shadow-rest',
          )}
        >
          {t('replyTab')}
          {isNote && reply ? <Begun /> : null}
        </button>
      </Tooltip>
      <Tooltip text={t('write')} keys={noteKeys?.shown}>
        <button
          type="button"
          aria-pressed={isNote}
          aria-keyshortcuts={noteKeys?.aria}
          data-testid="write-note"
          onClick={() => useWriting.getState().writeNote(id)}
          className={cx(
            half,
            isNote ? 'bg-note text-note-ink inset-ring inset-ring-note-ink' : 'text-ink-2 hover:bg-hover',
          )}
        >
          <StickyNote size={14} strokeWidth={2} aria-hidden />
          {t('noteTab')}
          {!isNote && note ? <Begun /> : null}
        </button>
      </Tooltip>
    </div>
  )
}

/** Something was begun there. */
function Begun() {
  const t = useTranslations('notes')
  return (
    <>
      <span aria-hidden className="size-1.5 rounded-full bg-current" />
      <span className="sr-only">{t('begun')}</span>
    </>
  )
}
