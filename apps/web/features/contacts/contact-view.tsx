'use client'
import { avatarKey } from '@cloudpa/face/avatar'
import type { ContactDetail } from '@cloudpa/contracts/contacts'
import { ArrowLeft, Merge, MessageCircle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState, type ReactNode } from 'react'
import { useNow } from '../../client/use-now'
import { Avatar } from '../../components/ui/avatar'
import { Button, buttonLook } from '../../components/ui/button'
import { LoadFailed } from '../../components/ui/load-failed'
import { ApiError } from '../../client/api-error'
import { useErrorSentence } from '../words/use-error-sentence'
import { useTimes } from '../words/use-times'
import { ContactName } from './contact-name'
import { ContactNotes } from './contact-notes'
import { TheirTime } from './their-time'
import { useContact, useSaveContact } from './use-contact'

const MergeDialog = dynamic(() => import('./merge-dialog').then((module) => module.MergeDialog), {
  ssr: false,
})

/** All that is known of a contact, to be changed where it stands. */
export function ContactView({ id, mayMerge }: { id: string; mayMerge: boolean }) {
  const t = useTranslations('addressBook')
  const sentenceOf = useErrorSentence()
  const { data, error, refetch } = useContact(id, true)
  const isGone = error instanceof ApiError && error.status === 404
  return (
    <div className="flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-[34rem] gap-6 px-4 pt-1 pb-12 md:px-8 md:pt-8">
        <Link
          href="/contacts"
          aria-label={t('back')}
          className="-ms-3 inline-grid size-11 place-items-center justify-self-start rounded-ctl text-ink-2 md:hidden"
        >
          <ArrowLeft size={20} strokeWidth={1.75} className="rtl:-scale-x-100" />
        </Link>
        {isGone ? <LoadFailed sentence={t('gone')}>{null}</LoadFailed> : null}
        {error && !isGone && !data ? (
          <LoadFailed sentence={sentenceOf(error)} retry={() => void refetch()} />
        ) : null}
        {data && !isGone ? <Known contact={data} mayMerge={mayMerge} /> : null}
        {!data && !error ? (
          <div
            role="status"
            aria-busy="true"
            aria-label={t('loading')}
            className="grid justify-items-center gap-4"
          >
            <div className="size-16 rounded-full bg-inset" />
            <div className="h-5 w-40 rounded-full bg-inset" />
          </div>
        ) : null}
      </div>
    </div>
  )
}

function Known({ contact, mayMerge }: { contact: ContactDetail; mayMerge: boolean }) {
  const t = useTranslations('addressBook')
  const save = useSaveContact(contact.id)
  const [isMerging, setMerging] = useState(false)
  const [latest] = contact.conversations
  return (
    <>
      <div className="grid justify-items-center gap-2 text-center">
        <Avatar id={avatarKey(contact)} name={contact.name} className="size-16 text-place" />
        <ContactName contact={contact} level="h2" onSave={(name) => void save({ name })} />
        {latest ? (
          <Link href={`/inbox/${latest.id}`} className={buttonLook('primary')}>
            <MessageCircle size={16} strokeWidth={2} aria-hidden />
            {t('message')}
          </Link>
        ) : (
          <p className="text-small text-ink-2">{t('noMessages')}</p>
        )}
      </div>
      <Facts contact={contact} />
      <div className="border-t border-line pt-5">
        <ContactNotes id={contact.id} />
      </div>
      {mayMerge ? (
        <Button look="outline" className="justify-self-start" onClick={() => setMerging(true)}>
          <Merge size={16} strokeWidth={2} aria-hidden />
          {t('merge')}
        </Button>
      ) : null}
      {isMerging ? <MergeDialog contact={contact} onClose={() => setMerging(false)} /> : null}
    </>
  )
}

function Facts({ contact }: { contact: ContactDetail }) {
  const t = useTranslations('addressBook')
  const now = useNow()
  const { dayLabel } = useTimes()
  const { handles, profileName, name, firstInboundAt, lastInboundAt, conversations } = contact
  const phones = handles.filter(({ kind }) => kind === 'phone')
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-6 gap-y-2.5 text-ui">
      {phones.map(({ value, formatted }) => (
        <Fact key={value} name={t('phone')}>
          <a
            href={`tel:${value}`}
            className="inline-flex items-center tabular-nums hover:underline pointer-coarse:min-h-11"
          >
            <bdi>{formatted}</bdi>
          </a>
        </Fact>
      ))}
      <TheirTime handles={phones} />
      {profileName && profileName !== name ? (
        <Fact name={t('onWhatsApp')}>
          <bdi>{profileName}</bdi>
        </Fact>
      ) : null}
      {firstInboundAt ? <Fact name={t('firstWrote')}>{dayLabel(firstInboundAt, now)}</Fact> : null}
      {lastInboundAt ? <Fact name={t('lastWrote')}>{dayLabel(lastInboundAt, now)}</Fact> : null}
      {conversations.length > 1 ? (
        <Fact name={t('conversations')}>
          <ul role="list" className="grid gap-1">
            {conversations.map(({ id, number }) => (
              <li key={id}>
                <Link
                  href={`/inbox/${id}`}
                  className="inline-flex items-center text-link underline underline-offset-2 pointer-coarse:min-h-11"
                >
                  <bdi>{t('over', { number: number.name || number.formatted })}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        </Fact>
      ) : null}
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
