'use client'
import { avatarKey } from '@cloudpa/contracts/avatar'
import type { Conversation, ConversationFacts } from '@cloudpa/contracts/conversations'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { Avatar } from '../../components/ui/avatar'
import { Dialog } from '../../components/ui/dialog'
import { hrefOf } from '../conversations/open-conversation'
import { useNow } from '../window/use-now'
import { useWindow } from '../window/use-window'
import { useTimeLeft } from '../window/window-left'
import { useTimes } from '../words/use-times'
import { usePanelState } from './contact-panel-state'

interface Props {
  conversation: Conversation
  /** Null until the conversation itself is loaded. */
  facts: ConversationFacts | null
}

/** Who it is: beside the thread where there is room, else over it. */
export function ContactPanel({ conversation, facts }: Props) {
  const t = useTranslations('inbox')
  const { beside, over, setOver } = usePanelState()
  return (
    <>
      {beside ? (
        <aside
          aria-label={t('contact')}
          data-testid="contact-panel"
          className="hidden w-(--side) shrink-0 overflow-y-auto bg-panel px-5 py-6 xl:block"
        >
          <Who conversation={conversation} />
          <Facts conversation={conversation} facts={facts} />
        </aside>
      ) : null}
      <Dialog open={over} onOpenChange={setOver} title={conversation.contact.name}>
        <Facts conversation={conversation} facts={facts} />
      </Dialog>
    </>
  )
}

function Who({ conversation: { contact } }: { conversation: Conversation }) {
  return (
    <div className="mb-6 grid justify-items-center gap-3 text-center">
      <Avatar id={avatarKey(contact)} name={contact.name} className="size-16 text-place" />
      <h3 dir="auto" className="max-w-full font-serif text-place font-medium break-words">
        {contact.name}
      </h3>
    </div>
  )
}

function Facts({ conversation, facts }: Props) {
  const t = useTranslations('inbox')
  const { contact, chatAccountId, windowExpiresAt } = conversation
  const { data } = useChatAccounts()
  const window = useWindow(windowExpiresAt)
  const left = useTimeLeft()
  const now = useNow()
  const { clockTime, dateLabel, dayLabel } = useTimes()
  const account = data?.items.find(({ id }) => id === chatAccountId)
  const number = contact.formattedPhone ?? contact.phone
  const dayBeforeMs = 24 * 3_600_000
  const lastWrote = windowExpiresAt && new Date(Date.parse(windowExpiresAt) - dayBeforeMs).toISOString()
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-6 gap-y-2.5 text-ui">
      {number ? (
        <Fact name={t('phone')}>
          <bdi className="tabular-nums">
            {contact.phone ? (
              <a href={`tel:${contact.phone}`} className="hover:underline">
                {number}
              </a>
            ) : (
              number
            )}
          </bdi>
        </Fact>
      ) : null}
      {contact.profileName && contact.profileName !== contact.name ? (
        <Fact name={t('onWhatsApp')}>
          <bdi>{contact.profileName}</bdi>
        </Fact>
      ) : null}
      {account ? (
        <Fact name={t('writesTo')}>
          <bdi>{account.name || account.externalPhoneId.replace(/^whatsapp:/, '')}</bdi>
        </Fact>
      ) : null}
      {facts?.firstInboundAt ? (
        <Fact name={t('firstWrote')}>{dateLabel(facts.firstInboundAt, now)}</Fact>
      ) : null}
      {lastWrote ? (
        <Fact name={t('lastWrote')}>
          {t('dayAndTime', { day: dayLabel(lastWrote, now), time: clockTime(lastWrote) })}
        </Fact>
      ) : null}
      {facts?.otherConversations.map(({ id, number: other }) => (
        <Fact key={id} name={t('alsoWritesTo')}>
          <a href={hrefOf(id)} className="text-link underline underline-offset-2">
            <bdi>{other.name ?? other.formatted}</bdi>
          </a>
        </Fact>
      ))}
      <Fact name={t('answering')}>
        {window.open ? left(window.leftMs) : window.everOpen ? t('windowOver') : t('windowNever')}
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}
