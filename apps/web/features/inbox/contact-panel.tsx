'use client'
import { avatarKey } from '@cloudpa/face/avatar'
import type { Conversation, ConversationFacts } from '@cloudpa/contracts/conversations'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useEffect, useEffectEvent, useLayoutEffect, useRef, type ReactNode, type UIEvent } from 'react'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { useNow } from '../../client/use-now'
import { Avatar } from '../../components/ui/avatar'
import { cx } from '../../components/ui/cx'
import { ConversationLink } from '../conversations/conversation-link'
import { LabelSet } from '../labels/label-set'
import { ContactName } from '../contacts/contact-name'
import { TheirTime } from '../contacts/their-time'
import { useWindow } from '../window/use-window'
import { useTimes } from '../words/use-times'
import { uncover, useContactPanel } from './contact-panel-state'
import { useRename } from './use-rename'

// Where the panel stands beside the thread there is no dialog, so it need not be there before.
const Dialog = dynamic(() => import('../../components/ui/dialog').then((module) => module.Dialog), {
  ssr: false,
})

const ContactNotes = dynamic(
  () => import('../contacts/contact-notes').then((module) => module.ContactNotes),
  { ssr: false },
)

interface Props {
  conversation: Conversation
  /** Null until the conversation itself is loaded. */
  facts: ConversationFacts | null
}

/** Who it is: beside the thread where there is room, else over it. */
export function ContactPanel({ conversation, facts }: Props) {
  const t = useTranslations('inbox')
  const { isBeside, shown, show } = useContactPanel(conversation.id)
  const scrolled = useRef<HTMLElement>(null)
  function backToTop() {
    // What was never scrolled is not asked, since that lays out the page.
    if (scrolled.current) scrolled.current.scrollTop = 0
    scrolled.current = null
  }
  const parts = { conversation, facts }
  return (
    <>
      <Anew key={conversation.id} backToTop={backToTop} />
      {shown && isBeside ? (
        <Beside {...parts} onScroll={(event) => (scrolled.current = event.currentTarget)} />
      ) : null}
      {shown && !isBeside ? (
        <Dialog open onOpenChange={show} title={t('contact')} side>
          <Who {...parts} />
          <Facts {...parts} />
          <LabelSet conversation={conversation} />
          <Notes id={conversation.contact.id} />
        </Dialog>
      ) : null}
    </>
  )
}

/** Drawn for each conversation anew: what covered one does not when one comes back, and the panel is read from its top. */
function Anew({ backToTop }: { backToTop: () => void }) {
  const begin = useEffectEvent(backToTop)
  useLayoutEffect(() => begin(), [])
  useEffect(() => uncover, [])
  return null
}

function Beside({ onScroll, ...props }: Props & { onScroll: (event: UIEvent<HTMLElement>) => void }) {
  const t = useTranslations('inbox')
  return (
    <aside
      aria-label={t('contact')}
      data-testid="contact-panel"
      onScroll={onScroll}
      className="w-(--side) shrink-0 overflow-y-auto bg-panel px-5 py-6"
    >
      <Who {...props} />
      <Facts {...props} />
      <LabelSet conversation={props.conversation} />
      <Notes id={props.conversation.contact.id} />
    </aside>
  )
}

function Who({ conversation: { id, contact }, facts }: Props) {
  const rename = useRename(id, facts)
  return (
    <div className="mb-6 grid justify-items-center gap-2 text-center">
      <Avatar id={avatarKey(contact)} name={contact.name} className="size-16 text-place" />
      <ContactName key={contact.id} contact={contact} level="h3" onSave={rename} />
    </div>
  )
}

/** Their numbers; until all are known, the one that comes with the conversation. */
function phonesOf({ phone, formattedPhone }: Conversation['contact'], facts: ConversationFacts | null) {
  const known = facts?.handles.filter(({ kind }) => kind === 'phone') ?? []
  return known.length > 0 || !phone ? known : [{ value: phone, formatted: formattedPhone ?? phone }]
}

/** 44 px high under a finger. */
const linkLook = 'inline-flex items-center pointer-coarse:min-h-11'

function Facts({ conversation, facts }: Props) {
  const t = useTranslations('inbox')
  const common = useTranslations('common')
  const { contact, chatAccountId, windowExpiresAt } = conversation
  const { data } = useChatAccounts()
  const window = useWindow(windowExpiresAt)
  const now = useNow()
  const { clockTime, dayLabel } = useTimes()
  // One that was removed is not among the org's numbers any more.
  const ours = data?.items.find(({ id }) => id === chatAccountId) ?? facts?.number
  const dayBeforeMs = 24 * 3_600_000
  const lastWrote = windowExpiresAt && new Date(Date.parse(windowExpiresAt) - dayBeforeMs).toISOString()
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-6 gap-y-2.5 text-ui">
      {phonesOf(contact, facts).map(({ value, formatted }) => (
        <Fact key={value} name={t('phone')}>
          <a
            href={`tel:${value}`}
            className={cx(linkLook, 'tabular-nums hover:underline pointer-coarse:-my-3')}
          >
            <bdi>{formatted}</bdi>
          </a>
        </Fact>
      ))}
      {facts ? <TheirTime handles={facts.handles} /> : null}
      {contact.profileName && contact.profileName !== contact.name ? (
        <Fact name={t('onWhatsApp')}>
          <bdi>{contact.profileName}</bdi>
        </Fact>
      ) : null}
      {/* With one number there is nothing to tell apart. */}
      {ours && (data?.items.length ?? 0) > 1 ? (
        <Fact name={t('writesTo')}>
          <bdi>{ours.name || ours.formatted}</bdi>
        </Fact>
      ) : null}
      {facts?.firstInboundAt ? (
        <Fact name={t('firstWrote')}>{dayLabel(facts.firstInboundAt, now)}</Fact>
      ) : null}
      {lastWrote ? (
        <Fact name={t('lastWrote')}>
          {common('dayAndTime', { day: dayLabel(lastWrote, now), time: clockTime(lastWrote) })}
        </Fact>
      ) : null}
      {facts?.otherConversations.map(({ id, number: other }) => (
        <Fact key={id} name={t('alsoWritesTo')}>
          <ConversationLink id={id} className={cx(linkLook, 'text-link underline underline-offset-2')}>
            <bdi>{other.name || other.formatted}</bdi>
          </ConversationLink>
        </Fact>
      ))}
      {/* While the window is open, the header says what is left of it once that matters. */}
      {window.open ? null : (
        <Fact name={t('answering')}>{window.everOpen ? t('windowOver') : t('windowNever')}</Fact>
      )}
    </dl>
  )
}

function Notes({ id }: { id: string }) {
  return (
    <div className="mt-6 border-t border-line pt-5">
      <ContactNotes key={id} id={id} />
    </div>
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
