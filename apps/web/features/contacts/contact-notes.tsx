'use client'
import { longestAbout, longestLabel, longestValue, mostFields } from '@cloudpa/contracts/contact-limits'
import type { ContactDetail, ContactField, UpdateContact } from '@cloudpa/contracts/contacts'
import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, useState, type FocusEvent } from 'react'
import { Button, IconButton } from '../../components/ui/button'
import { LoadFailed } from '../../components/ui/load-failed'
import { useErrorSentence } from '../words/use-error-sentence'
import { useContact, useSaveContact } from './use-contact'

/** What the org keeps of a contact: a note, and facts under labels of its own. Each is kept when it is left. */
export function ContactNotes({ id }: { id: string }) {
  const sentenceOf = useErrorSentence()
  const { data, error, refetch } = useContact(id)
  const save = useSaveContact(id)
  if (data) return <Notes key={id} contact={data} save={save} />
  return error ? <LoadFailed sentence={sentenceOf(error)} retry={() => void refetch()} /> : null
}

type Save = (change: UpdateContact) => Promise<boolean>

function Notes({ contact, save }: { contact: ContactDetail; save: Save }) {
  return (
    <div className="grid gap-5 text-ui">
      <About about={contact.about} save={save} />
      <Fields fields={contact.fields} save={save} />
    </div>
  )
}

const box =
  'w-full min-w-0 rounded-ctl border border-transparent bg-inset px-2.5 text-reading md:text-ui hover:border-line focus:border-control focus:bg-panel'

/** What is typed and not kept yet stays, whatever others write meanwhile. */
function About({ about, save }: { about: string; save: Save }) {
  const t = useTranslations('contacts')
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  async function keep() {
    if (typed === null) return
    if (typed === about || (await save({ about: typed }))) setTyped(null)
  }
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-ink-2">
        {t('about')}
      </label>
      <textarea
        id={id}
        dir="auto"
        rows={3}
        maxLength={longestAbout}
        value={typed ?? about}
        placeholder={t('aboutHint')}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => void keep()}
        className={`${box} field-sizing-content max-h-72 min-h-18 resize-none py-2`}
      />
    </div>
  )
}

function Fields({ fields, save }: { fields: ContactField[]; save: Save }) {
  const t = useTranslations('contacts')
  const [typed, setTyped] = useState<ContactField[] | null>(null)
  const shown = typed ?? fields
  const change = (at: number, part: Partial<ContactField>) =>
    setTyped(shown.map((field, index) => (index === at ? { ...field, ...part } : field)))
  async function keep(next: ContactField[] | null) {
    if (!next) return
    // One that has no label yet is still being written.
    const whole = next.flatMap(({ label, value }) =>
      label.trim() ? [{ label: label.trim(), value: value.trim() }] : [],
    )
    if (whole.length < next.length && next.some(({ label, value }) => !label.trim() && value.trim())) return
    if (await save({ fields: whole })) setTyped(null)
  }
  /** From one of them to another is no end. */
  function leave({ currentTarget, relatedTarget }: FocusEvent<HTMLInputElement>) {
    if (!currentTarget.closest('ul')?.contains(relatedTarget)) void keep(typed)
  }
  return (
    <div className="grid gap-2">
      {shown.length > 0 ? (
        <ul role="list" className="grid gap-1.5">
          {shown.map(({ label, value }, at) => (
            <li key={at} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-1.5">
              <input
                data-beside
                aria-label={t('label')}
                dir="auto"
                maxLength={longestLabel}
                value={label}
                placeholder={t('label')}
                ref={typed !== null && label === '' && at === shown.length - 1 ? takeFocus : undefined}
                onBlur={leave}
                onChange={(event) => change(at, { label: event.target.value })}
                className={`${box} h-(--tap) text-ink-2`}
              />
              <input
                data-beside
                aria-label={label ? t('valueOf', { label }) : t('value')}
                dir="auto"
                maxLength={longestValue}
                value={value}
                onBlur={leave}
                placeholder={t('value')}
                onChange={(event) => change(at, { value: event.target.value })}
                className={`${box} h-(--tap)`}
              />
              <IconButton
                label={t('removeField', { label: label || t('value') })}
                onClick={() => {
                  const rest = shown.filter((_, index) => index !== at)
                  setTyped(rest)
                  void keep(rest)
                }}
              >
                <X size={16} strokeWidth={2} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      ) : null}
      {shown.length < mostFields ? (
        <Button
          look="ghost"
          className="-ms-3 justify-self-start text-ink-2"
          onClick={() => setTyped([...shown, { label: '', value: '' }])}
        >
          <Plus size={16} strokeWidth={2} aria-hidden />
          {t('addField')}
        </Button>
      ) : null}
    </div>
  )
}

/** The field that was just asked for is the one to write in. */
const takeFocus = (field: HTMLInputElement | null) => field?.focus()
