'use client'
import type { Contact } from '@cloudpa/contracts/conversations'
import { longestLabel } from '@cloudpa/contracts/contact-limits'
import { Pencil } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react'
import { isComposing } from '../actions/is-composing'

interface Props {
  contact: Contact
  level: 'h2' | 'h3'
  /** Empty gives back the name that they gave themself. */
  onSave: (name: string) => void
}

/**
 * What a contact is called, to be changed where it stands: Enter keeps it, Escape doesn't. What is typed is kept too when
 * the field goes away with whom it is about, as nothing else tells that it was left.
 */
export function ContactName({ contact, level: Heading, onSave }: Props) {
  const t = useTranslations('contacts')
  const [isEditing, setEditing] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const isOver = useRef(true)
  const typed = useRef('')
  const shown = contact.ourName ?? contact.profileName ?? ''

  function end(name: string | null) {
    // The field leaves with its focus, which would end it twice.
    if (isOver.current) return
    isOver.current = true
    setEditing(false)
    if (name !== null && name.trim() !== shown) onSave(name.trim())
  }

  const leave = useEffectEvent(() => end(typed.current))
  useEffect(() => () => leave(), [])

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (isComposing(event.nativeEvent) || (event.key !== 'Enter' && event.key !== 'Escape')) return
    event.preventDefault()
    // Nothing else is closed by it.
    event.stopPropagation()
    end(event.key === 'Enter' ? event.currentTarget.value : null)
    requestAnimationFrame(() => button.current?.focus())
  }

  if (isEditing) {
    return (
      <input
        aria-label={t('name')}
        data-own-escape
        dir="auto"
        ref={takeFocus}
        defaultValue={shown}
        maxLength={longestLabel}
        placeholder={contact.profileName ?? contact.formattedPhone ?? ''}
        onChange={(event) => (typed.current = event.currentTarget.value)}
        onBlur={(event) => end(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        className="h-[max(2.25rem,var(--tap))] w-full rounded-ctl border border-control bg-panel px-3 text-center font-serif text-place font-medium"
      />
    )
  }
  return (
    <Heading aria-label={contact.name} className="max-w-full min-w-0 font-serif text-place font-medium">
      <button
        ref={button}
        type="button"
        onClick={() => {
          isOver.current = false
          typed.current = shown
          setEditing(true)
        }}
        aria-label={t('editName', { name: contact.name })}
        className="group inline-flex min-h-(--tap) max-w-full items-center gap-2 rounded-ctl px-2 hover:bg-hover"
      >
        <span dir="auto" className="min-w-0 break-words">
          {contact.name}
        </span>
        <Pencil
          size={14}
          strokeWidth={2}
          aria-hidden
          className="shrink-0 text-ink-3 group-hover:text-ink-2"
        />
      </button>
    </Heading>
  )
}

/** Where one pressed to write, one writes. */
function takeFocus(field: HTMLInputElement | null) {
  field?.focus()
  field?.select()
}
