'use client'
import type { CardContact } from '@cloudpa/contracts/content'
import type { ContactDetail, CreateContact } from '@cloudpa/contracts/contacts'
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useEffect, useRef, useState } from 'react'
import { leaveWhenSignedOut } from '../../client/query-client'
import { requestNew } from '../../client/request'
import { toast } from '../../client/toast'
import { Button, buttonLook } from '../../components/ui/button'
import { useErrorSentence } from '../words/use-error-sentence'
import { contactListsKey } from './contact-keys'

/** What the API takes at most: characters of a name, and numbers. */
const [longestName, mostPhones] = [80, 20]

interface Props extends Pick<CardContact, 'name' | 'phones'> {
  /** Whether Tab comes to it. */
  current: boolean
}

/**
 * Makes a contact of somebody on a card, then leads to it. Whether they are one already is asked when it is pressed, never
 * when it is drawn: a thread may hold hundreds of cards.
 */
export function SaveCard({ name, phones, current }: Props) {
  const t = useTranslations('messages.card')
  const client = useQueryClient()
  const sentenceOf = useErrorSentence()
  const numbers = phones.map(({ number }) => number)
  // Remembers what saving answered, for each card that has these numbers; it is never fetched.
  const key = ['card-contact', ...numbers]
  const { data: id } = useQuery<string>({ queryKey: key, queryFn: skipToken })
  const [isBusy, setBusy] = useState(false)
  const [isSaved, setSaved] = useState(false)

  async function save() {
    setBusy(true)
    try {
      const asked: CreateContact = { name: nameOf(name), phones: numbers.slice(0, mostPhones) }
      const { answer, isNew } = await requestNew<ContactDetail>('/api/v1/contacts', asked)
      setSaved(true)
      client.setQueryData(key, answer.id)
      void client.invalidateQueries({ queryKey: contactListsKey })
      void toast('success', t(isNew ? 'saved' : 'known'))
    } catch (error) {
      leaveWhenSignedOut(error)
      void toast('error', t('notSaved', { why: sentenceOf(error) }))
    } finally {
      setBusy(false)
    }
  }

  const tabIndex = current ? 0 : -1
  if (id) return <OpenContact id={id} name={name} tabIndex={tabIndex} takesFocus={isSaved} />
  return (
    <Button
      look="outline"
      busy={isBusy}
      tabIndex={tabIndex}
      aria-label={t('saveName', { name })}
      onClick={() => void save()}
      data-testid="save-card"
    >
      {t('save')}
    </Button>
  )
}

interface OpenProps {
  id: string
  name: string
  tabIndex: number
  /** It stands where the button was that had the keyboard. */
  takesFocus: boolean
}

function OpenContact({ id, name, tabIndex, takesFocus }: OpenProps) {
  const t = useTranslations('messages.card')
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (takesFocus) link.current?.focus()
  }, [takesFocus])
  return (
    <Link
      ref={link}
      href={`/contacts/${id}`}
      tabIndex={tabIndex}
      aria-label={t('openName', { name })}
      data-testid="open-card"
      className={buttonLook('outline')}
    >
      {t('open')}
    </Link>
  )
}

/** A card's name in one line, as long as a contact's may be. */
const nameOf = (name: string) =>
  name
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, longestName)
    .trim()
