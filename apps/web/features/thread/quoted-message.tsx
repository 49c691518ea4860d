'use client'
import type { Quoted } from '@cloudpa/contracts/content'
import type { Conversation } from '@cloudpa/contracts/conversations'
import { useTranslations } from 'next-intl'
import { useJump } from '../live/jump'
import { attachmentsOf, previewOf } from '../messages/describe-message'
import { KindIcon } from '../messages/kind-icon'

interface Props {
  conversationId: string
  quoted: Quoted
  contact: Conversation['contact']
  current: boolean
}

/** The message that another one answers, in two lines; a press goes there. */
export function QuotedMessage({ conversationId, quoted, contact, current }: Props) {
  const t = useTranslations('messages')
  const who = quoted.direction === 'outbound' ? t('you') : contact.name
  const [attachment] = attachmentsOf(quoted)
  return (
    <button
      type="button"
      tabIndex={current ? 0 : -1}
      onClick={() => useJump.getState().ask(conversationId, quoted.id)}
      data-testid="quote"
      className="-mx-1 mt-px mb-1.5 block w-[calc(100%+0.5rem)] max-w-[calc(100%+0.5rem)] min-w-40 rounded-ctl border-s-3 border-ink-3 bg-bubble-well px-2.5 py-1.5 text-start text-small text-ink-2 hover:bg-hover pointer-coarse:min-h-11"
    >
      <span className="sr-only">{t('quotes')} </span>
      <span className="block truncate font-medium text-ink">
        <bdi>{who}</bdi>
      </span>
      <span className="flex items-start gap-1">
        {attachment ? <KindIcon kind={attachment.kind} /> : null}
        <span className="line-clamp-2 min-w-0 flex-1 [overflow-wrap:anywhere]">
          <bdi>{previewOf(quoted, t)}</bdi>
        </span>
      </span>
    </button>
  )
}
