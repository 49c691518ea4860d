'use client'
import { longestAbout, longestLabel, longestValue, mostFields } from '@cloudpa/contracts/contact-limits'
import type { ContactDetail, ContactField } from '@cloudpa/contracts/contacts'
import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, useRef, useState, type FocusEvent, type MouseEvent } from 'react'
import { Button, IconButton } from '../../components/ui/button'
import { LoadFailed } from '../../components/ui/load-failed'
import { useErrorSentence } from '../words/use-error-sentence'
import { isSame, joinFields, joinNote } from './join-changes'
import { OptedOutFact } from './opted-out-fact'
import { useContact, useSaveContact } from './use-contact'
import { useTyped } from './use-typed'

/** What the org keeps of a contact: a note, and facts under labels of its own. Each is kept when it is left. */
export function ContactNotes({ id }: { id: string }) {
  const sentenceOf = useErrorSentence()
  const { data, error, refetch } = useContact(id)
  const save = useSaveContact(id)
  if (data) return <Notes key={id} contact={data} save={save} />
  return error ? <LoadFailed sentence={sentenceOf(error)} retry={() => void refetch()} /> : null
}

type Save = ReturnType<typeof useSaveContact>

function Notes({ contact, save }: { contact: ContactDetail; save: Save }) {
  return (
    <div className="grid gap-5 text-ui">
      <About about={contact.about} save={save} />
      <Fields fields={contact.fields} save={save} />
      <OptedOutFact contact={contact} save={save} />
    </div>
  )
}

const box =
  'w-full min-w-0 rounded-ctl border border-transparent bg-inset px-2.5 text-reading md:text-ui hover:border-line focus:border-control focus:bg-panel'

function About({ about, save }: { about: string; save: Save }) {
  const t = useTranslations('contacts')
  const id = useId()
  const { shown, type, keep } = useTyped(about, async (edit) => {
    if (edit.now === edit.from) return { known: edit.from, isWhole: true }
    const kept = await save((today) => ({ about: joinNote(edit, today.about) }))
    return kept && { known: kept.about, isWhole: true }
  })
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
        value={shown}
        placeholder={t('aboutHint')}
        onChange={(event) => type(event.target.value)}
        onBlur={() => keep()}
        className={`${box} field-sizing-content max-h-72 min-h-18 resize-none py-2`}
      />
    </div>
  )
}

/** What is to be kept of what was typed: one that has no text and no label is none. */
const wholeOf = (fields: ContactField[]) =>
  fields
    .map(({ label, value }) => ({ label: label.trim(), value: value.trim() }))
    .filter(({ label }) => label)

const isNameless = ({ label, value }: ContactField) => !label.trim() && value.trim() !== ''

function Fields({ fields, save }: { fields: ContactField[]; save: Save }) {
  const t = useTranslations('contacts')
  const id = useId()
  const add = useRef<HTMLButtonElement>(null)
  const [isAsked, setAsked] = useState(false)
  const { shown, isTyping, type, keep } = useTyped(fields, async ({ from, now }, isLeaving) => {
    // Nobody can be asked for a label any more, and a text without one is not thrown away.
    const named = isLeaving
      ? now.map((field) => (isNameless(field) ? { ...field, label: t('value') } : field))
      : now
    const edit = { from, now: wholeOf(named) }
    const isWhole = !named.some(isNameless)
    setAsked(!isWhole)
    if (isSame(from, edit.now)) return { known: from, isWhole }
    const kept = await save((today) => ({ fields: joinFields(edit, today.fields) }))
    return kept && { known: kept.fields, isWhole }
  })
  const change = (at: number, part: Partial<ContactField>) =>
    type(shown.map((field, index) => (index === at ? { ...field, ...part } : field)))
  /** From one of them to another is no end. */
  function leave({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) {
    if (!currentTarget.closest('ul')?.contains(relatedTarget)) keep()
  }
  function remove(at: number, { currentTarget }: MouseEvent<HTMLElement>) {
    // The next one moves to this place, and the last one's keyboard to the one before it.
    const before = currentTarget.closest('li')?.previousElementSibling?.querySelector('button')
    if (at === shown.length - 1) (before ?? add.current)?.focus()
    const rest = shown.filter((_, index) => index !== at)
    type(rest)
    keep(rest)
  }
  const isMissing = isAsked && shown.some(isNameless)
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
                ref={isTyping && label === '' && at === shown.length - 1 ? takeFocus : undefined}
                aria-invalid={(isMissing && isNameless({ label, value })) || undefined}
                aria-describedby={isMissing && isNameless({ label, value }) ? id : undefined}
                onBlur={leave}
                onChange={(event) => change(at, { label: event.target.value })}
                className={`${box} h-(--tap) text-ink-2 aria-invalid:border-danger`}
              />
              <input
                data-beside
                aria-label={label ? t('valueOf', { label }) : t('value')}
                dir="auto"
                maxLength={longestValue}
                value={value}
                placeholder={t('value')}
                onBlur={leave}
                onChange={(event) => change(at, { value: event.target.value })}
                className={`${box} h-(--tap)`}
              />
              <IconButton
                label={t('removeField', { label: label || t('value') })}
                onBlur={leave}
                onClick={(event) => remove(at, event)}
              >
                <X size={16} strokeWidth={2} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      ) : null}
      <div id={id} role="alert" className="text-small text-danger empty:hidden">
        {isMissing ? t('labelMissing') : null}
      </div>
      {shown.length < mostFields ? (
        <Button
          ref={add}
          look="ghost"
          className="-ms-3 justify-self-start text-ink-2"
          onClick={() => type([...shown, { label: '', value: '' }])}
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
