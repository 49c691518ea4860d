'use client'
import { avatarKey } from '@cloudpa/face/avatar'
import type { CardContact } from '@cloudpa/contracts/content'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Avatar } from '../../components/ui/avatar'
import { Button } from '../../components/ui/button'
import type { AttachmentProps } from '../messages/attachment-place'
import { SaveCard } from './save-card'

/** A phone's whole address book would bury the thread. */
const drawnAtFirst = 4

interface Props extends Pick<AttachmentProps, 'current' | 'says' | 'children'> {
  cards: CardContact[]
}

/** The people on the cards that somebody sent: who they are, how to reach them, and a way to keep them. */
export function ContactCards({ cards, current, says, children }: Props) {
  const t = useTranslations('messages.card')
  const [isWhole, setWhole] = useState(false)
  const drawn = isWhole ? cards : cards.slice(0, drawnAtFirst)
  return (
    <>
      {/* Without bullets Safari takes it for no list unless that is said. */}
      <ul
        role="list"
        aria-label={says}
        className="-mx-1.5 mt-px mb-1 grid w-76 max-w-[calc(100%+0.75rem)] gap-1"
      >
        {drawn.map((card, index) => (
          <Card key={index} card={card} current={current} />
        ))}
        {drawn.length < cards.length ? (
          <li>
            <Button
              look="ghost"
              tabIndex={current ? 0 : -1}
              onClick={() => setWhole(true)}
              className="w-full"
            >
              {t('all', { count: cards.length })}
            </Button>
          </li>
        ) : null}
      </ul>
      {children}
    </>
  )
}

function Card({ card, current }: { card: CardContact; current: boolean }) {
  const { company, phones, emails } = card
  const name = card.name.trim() || phones[0]?.number || emails[0] || ''
  const phone = phones[0]?.number.replace(/\D/g, '') || null
  return (
    <li
      data-testid="contact-card"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-[10px] bg-bubble-well p-2.5 text-ui"
    >
      <span className="flex min-w-[min(9rem,100%)] flex-1 items-center gap-3">
        <Avatar id={avatarKey({ id: name, phone, userId: null })} name={name} className="size-10 text-ui" />
        <span className="grid min-w-0 flex-1 [overflow-wrap:anywhere]">
          <span className="font-semibold">
            <bdi>{name}</bdi>
          </span>
          {company ? (
            <span className="text-meta text-ink-2">
              <bdi>{company}</bdi>
            </span>
          ) : null}
          {phones.map(({ number, label }, index) => (
            <span key={index} className="text-meta text-ink-2 tabular-nums">
              <bdi dir="ltr">{number}</bdi>
              {label && phones.length > 1 ? <bdi className="ms-1.5 text-ink-3">{label}</bdi> : null}
            </span>
          ))}
          {emails.map((email) => (
            <span key={email} className="text-meta text-ink-2">
              <bdi dir="ltr">{email}</bdi>
            </span>
          ))}
        </span>
      </span>
      {phones.length > 0 ? <SaveCard name={name} phones={phones} current={current} /> : null}
    </li>
  )
}
