'use client'
import { avatarKey } from '@cloudpa/face/avatar'
import type { Contact } from '@cloudpa/contracts/conversations'
import type { FoundMessage, FoundPerson } from '@cloudpa/contracts/search'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useNow } from '../../client/use-now'
import { Avatar } from '../../components/ui/avatar'
import { useTimes } from '../words/use-times'
import { Marked } from './marked'
import { snippetOf } from './snippet'

/** Somebody who was found, by their name and number. */
export function PersonFound({ contact, conversation, name, phone }: FoundPerson) {
  return (
    <Found
      contact={contact}
      at={conversation?.lastMessageAt}
      name={<Marked text={contact.name} ranges={name} />}
    >
      {contact.formattedPhone && contact.formattedPhone !== contact.name ? (
        <bdi dir="ltr">
          <Marked text={contact.formattedPhone} ranges={phone} />
        </bdi>
      ) : null}
    </Found>
  )
}

/** A message that was found, as far as it stands around what was looked for. */
export function MessageFound({ message, contact, body }: FoundMessage) {
  const t = useTranslations('search')
  const snippet = snippetOf(message.content.body, body)
  return (
    <Found contact={contact} at={message.occurredAt} name={contact.name}>
      {message.direction === 'outbound' ? <span>{t('you')} </span> : null}
      <bdi dir="auto">
        <Marked {...snippet} />
      </bdi>
    </Found>
  )
}

interface Props {
  contact: Contact
  /** When they were written with last, if ever. */
  at: string | undefined
  name: ReactNode
  children: ReactNode
}

function Found({ contact, at, name, children }: Props) {
  const times = useTimes()
  const now = useNow()
  return (
    <span className="flex min-w-0 flex-1 items-start gap-3 py-2">
      <Avatar id={avatarKey(contact)} name={contact.name} className="size-10 text-ui" />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-3">
          <span className="flex min-w-0 flex-1">
            <span dir="auto" className="min-w-0 truncate font-medium">
              {name}
            </span>
          </span>
          {at ? (
            <time dateTime={at} className="shrink-0 text-meta text-ink-3 tabular-nums">
              {times.rowTime(at, now)}
            </time>
          ) : null}
        </span>
        <span className="line-clamp-2 text-small text-ink-2">{children}</span>
      </span>
    </span>
  )
}
