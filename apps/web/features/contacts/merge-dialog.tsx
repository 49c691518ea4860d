'use client'
import { avatarKey } from '@cloudpa/face/avatar'
import type { ContactDetail, ListedContact, MergeAnswer } from '@cloudpa/contracts/contacts'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { leaveWhenSignedOut } from '../../client/query-client'
import { request } from '../../client/request'
import { toast } from '../../client/toast'
import { usePaused } from '../../client/use-paused'
import { Avatar } from '../../components/ui/avatar'
import { Button } from '../../components/ui/button'
import { Dialog, DialogFoot } from '../../components/ui/dialog'
import { Field, FormError } from '../../components/ui/field'
import { useErrorSentence } from '../words/use-error-sentence'
import { contactsKey } from './contact-keys'
import { keepContact, pathOf, useContact } from './use-contact'
import { useContactList } from './use-contact-list'

interface Props {
  contact: ContactDetail
  onClose: () => void
}

/** Makes another contact part of one: first which, then what comes together. */
export function MergeDialog({ contact, onClose }: Props) {
  const t = useTranslations('addressBook')
  const [otherId, setOtherId] = useState<string | null>(null)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('mergeTitle', { name: contact.name })}
      description={t('mergeLead')}
    >
      {otherId === null ? (
        <Choice contact={contact} choose={setOtherId} />
      ) : (
        <Joining contact={contact} otherId={otherId} back={() => setOtherId(null)} onClose={onClose} />
      )}
    </Dialog>
  )
}

function Choice({ contact, choose }: { contact: ContactDetail; choose: (id: string) => void }) {
  const t = useTranslations('addressBook')
  const [typed, setTyped] = useState('')
  const q = usePaused(typed.trim())
  const { items, isSuccess } = useContactList(q, 20)
  const others = items.filter(({ id }) => id !== contact.id)
  return (
    <div className="grid gap-3">
      <Field
        label={t('search')}
        type="search"
        maxLength={100}
        placeholder={t('searchHint')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <ul role="list" className="grid max-h-80 content-start overflow-y-auto">
        {others.map((other) => (
          <li key={other.id}>
            <button
              type="button"
              onClick={() => choose(other.id)}
              className="flex min-h-13 w-full items-center gap-3 rounded-ctl px-2 text-start hover:bg-hover"
            >
              <Person contact={other} />
            </button>
          </li>
        ))}
      </ul>
      {isSuccess && others.length === 0 ? <p className="text-ink-2">{t('notFound', { q })}</p> : null}
    </div>
  )
}

function Person({ contact }: { contact: ListedContact | ContactDetail }) {
  const { name, formattedPhone } = contact
  return (
    <>
      <Avatar id={avatarKey(contact)} name={name} className="size-9 text-small" />
      <span className="grid min-w-0 grid-cols-[minmax(0,1fr)]">
        <span className="flex min-w-0">
          <span dir="auto" className="truncate font-medium">
            {name}
          </span>
        </span>
        {formattedPhone && formattedPhone !== name ? (
          <span className="text-small text-ink-2 tabular-nums">
            <bdi>{formattedPhone}</bdi>
          </span>
        ) : null}
      </span>
    </>
  )
}

interface JoiningProps extends Props {
  otherId: string
  back: () => void
}

function Joining({ contact, otherId, back, onClose }: JoiningProps) {
  const t = useTranslations('addressBook')
  const sentenceOf = useErrorSentence()
  const { data: other, error } = useContact(otherId, true)
  const { merge, isBusy, fault } = useMerge(contact, onClose)
  return (
    <div className="grid gap-4">
      <FormError>{fault ?? (error ? sentenceOf(error) : null)}</FormError>
      <section aria-label={t('mergeJoins')} className="grid gap-2">
        {other ? [contact, other].map((one) => <Part key={one.id} contact={one} />) : null}
        {other ? (
          <p className="text-small text-ink-2">{t('mergeCalled', { name: nameOfBoth(contact, other) })}</p>
        ) : null}
      </section>
      <DialogFoot>
        <Button look="outline" onClick={back}>
          {t('mergeOther')}
        </Button>
        <Button look="primary" busy={isBusy} disabled={!other} onClick={() => void merge(otherId)}>
          {t('mergeDo')}
        </Button>
      </DialogFoot>
    </div>
  )
}

/** A name that the org gave comes before one that they gave themself, and of two the kept contact's. */
const nameOfBoth = (kept: ContactDetail, gone: ContactDetail) =>
  kept.ourName ?? gone.ourName ?? kept.profileName ?? gone.profileName ?? kept.name

function Part({ contact }: { contact: ContactDetail }) {
  const t = useTranslations('addressBook')
  const phones = contact.handles.filter(({ kind }) => kind === 'phone')
  return (
    <div className="flex items-center gap-3 rounded-card border border-line px-3 py-2.5">
      <Person contact={contact} />
      <span className="ms-auto shrink-0 text-end text-small text-ink-2">
        {t('mergeNumbers', { count: phones.length })}
        <br />
        {t('mergeConversations', { count: contact.conversations.length })}
      </span>
    </div>
  )
}

function useMerge(contact: ContactDetail, onClose: () => void) {
  const t = useTranslations('addressBook')
  const client = useQueryClient()
  const sentenceOf = useErrorSentence()
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  const refresh = () => client.invalidateQueries({ queryKey: contactsKey })

  async function undo(mergeId: string) {
    try {
      keepContact(
        client,
        await request<ContactDetail>('POST', `${pathOf(contact.id)}/merge/undo`, { mergeId }),
      )
      void toast('success', t('parted'))
    } catch (error) {
      leaveWhenSignedOut(error)
      void toast('error', sentenceOf(error))
    }
    void refresh()
  }

  async function merge(otherId: string) {
    setBusy(true)
    setFault(undefined)
    try {
      const path = `${pathOf(contact.id)}/merge`
      const { contact: merged, mergeId } = await request<MergeAnswer>('POST', path, { otherId })
      keepContact(client, merged)
      void refresh()
      onClose()
      const back = { label: t('undo'), onClick: () => void undo(mergeId) }
      void toast('message', t('merged', { name: merged.name }), back)
    } catch (error) {
      leaveWhenSignedOut(error)
      setFault(sentenceOf(error))
    } finally {
      setBusy(false)
    }
  }
  return { merge, isBusy, fault }
}
