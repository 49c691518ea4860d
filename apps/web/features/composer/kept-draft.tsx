'use client'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Button } from '../../components/ui/button'
import { useCopy } from '../../components/ui/use-copy'
import { firstNameOf } from '../contacts/first-name'
import { useConversation } from '../live/use-conversations'
import { useDrafts } from '../sending/drafts'
import { ForThen } from './for-then'
import { useTrayView } from './use-tray-view'

/**
 * What was begun while one could still write, in pencil: to be read and copied until the composer has it again, or to be sent
 * as soon as they write.
 */
export function KeptDraft({ id }: { id: string }) {
  const t = useTranslations('composer')
  const text = useDrafts((state) => state.texts[id] ?? '')
  const contact = useConversation(id)?.contact
  const [isWriting, setWriting] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const { files, view: tray } = useTrayView(id, () => button.current?.focus())
  const name = contact ? firstNameOf(contact) : ''
  return (
    <>
      {isWriting ? null : tray}
      {text ? <Draft text={text} /> : null}
      <div className="flex justify-end px-4 pt-2">
        <Button ref={button} look="outline" data-testid="write-for-then" onClick={() => setWriting(true)}>
          {t(text || files.length > 0 ? 'later.whenWrites' : 'later.forThen', { name })}
        </Button>
      </div>
      {isWriting ? <ForThen id={id} name={name} onClose={() => setWriting(false)} /> : null}
    </>
  )
}

function Draft({ text }: { text: string }) {
  const t = useTranslations('composer')
  const common = useTranslations('common')
  const { copy, says } = useCopy(text, common('copy'))
  return (
    <section aria-label={t('draft')} data-testid="kept-draft" className="px-4 pt-2">
      <div className="flex items-center justify-between gap-2 text-small text-ink-2">
        {t('draft')}
        <Button look="ghost" onClick={copy} className="-me-3">
          <span aria-live="polite">{says}</span>
        </Button>
      </div>
      <p
        dir="auto"
        // What scrolls must be reached by the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="max-h-[30dvh] overflow-y-auto rounded-bubble border-[1.5px] border-dashed border-pencil px-3 py-1.75 text-msg [overflow-wrap:anywhere] whitespace-pre-wrap"
      >
        {text}
      </p>
    </section>
  )
}
