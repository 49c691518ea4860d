'use client'
import type { Template } from '@cloudpa/contracts/templates'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useState, type KeyboardEvent, type RefObject } from 'react'
import { cx } from '../../components/ui/cx'
import { Field } from '../../components/ui/field'
import { holdsNow } from '../../components/ui/use-media'
import { fold } from '../words/fold'
import { titleOf } from './fill-template'
import { StatePill } from './state-pill'
import { useLanguageNames } from './use-language-names'
import { useHindrance } from './use-hindrance'

interface Props {
  templates: readonly Template[]
  /** Whether the customer's window is open. */
  isOpen: boolean
  chosen: Template | undefined
  field: RefObject<HTMLInputElement | null>
  onChoose: (template: Template) => void
}

/** The templates by name, those first that can be sent; the others say why they can't. The search field has the keyboard. */
export function TemplateList({ templates, isOpen, chosen, field, onChoose }: Props) {
  const t = useTranslations('templates')
  const id = useId()
  const whyNot = useHindrance(isOpen)
  const [q, setQ] = useState('')
  const [pointed, setPointed] = useState(chosen?.id)
  const words = fold(q.trim())
  const fitting = templates
    .filter(({ name, body, language }) =>
      fold(`${titleOf(name)} ${name} ${language} ${body}`).includes(words),
    )
    .map((template) => ({ template, why: whyNot(template) }))
    .toSorted((one, other) => Number(one.why !== null) - Number(other.why !== null))
  const at = Math.max(
    0,
    fitting.findIndex(({ template }) => template.id === pointed),
  )
  const current = fitting[at]

  useEffect(() => {
    // It may come later than the dialog; a finger would have its keyboard cover what there is.
    const isWriting = document.activeElement instanceof HTMLInputElement
    if (!isWriting && holdsNow('(pointer: fine)')) field.current?.focus()
  }, [field])

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const next = step && fitting[(at + step + fitting.length) % fitting.length]
    if (next) {
      setPointed(next.template.id)
      document.getElementById(id + next.template.id)?.scrollIntoView({ block: 'nearest' })
    }
    if (event.key === 'Enter' && current && !current.why && !event.repeat) onChoose(current.template)
    if (step || event.key === 'Enter') event.preventDefault()
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <Field
        ref={field}
        label={t('search')}
        value={q}
        onChange={({ target }) => setQ(target.value)}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-expanded
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-activedescendant={current && id + current.template.id}
        autoComplete="off"
        enterKeyHint="search"
        maxLength={200}
        data-testid="template-search"
      />
      {fitting.length === 0 ? (
        <p role="status" className="px-2 py-6 text-center break-words text-ink-2">
          {t('nothing', { q: q.trim() })}
        </p>
      ) : null}
      <div
        role="listbox"
        id={`${id}list`}
        aria-label={t('choose')}
        // A row has a least height: in a grid with too many of them it would be no higher, and write over the next.
        className="-mx-1.5 grid auto-rows-max content-start gap-0.5 overflow-y-auto overscroll-contain p-0.5 [scrollbar-width:thin] md:max-h-[min(30rem,55dvh)]"
      >
        {fitting.map((one) => (
          <Line
            key={one.template.id}
            {...one}
            id={id + one.template.id}
            isPointed={one === current}
            isChosen={one.template.id === chosen?.id}
            onPoint={() => setPointed(one.template.id)}
            onChoose={() => onChoose(one.template)}
          />
        ))}
      </div>
    </div>
  )
}

interface LineProps {
  id: string
  template: Template
  why: string | null
  isPointed: boolean
  isChosen: boolean
  onPoint: () => void
  onChoose: () => void
}

function Line({ id, template, why, isPointed, isChosen, onPoint, onChoose }: LineProps) {
  const t = useTranslations('templates')
  const languages = useLanguageNames()
  const { name, language, category, body, state } = template
  const about = [languages(language), category && t(`category.${category}`)].filter(Boolean).join(' · ')
  return (
    <button
      type="button"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isPointed}
      aria-disabled={why !== null || undefined}
      data-testid="template-option"
      data-name={name}
      onPointerMove={onPoint}
      // The field keeps the keyboard.
      onPointerDown={(event) => event.preventDefault()}
      onClick={why === null ? onChoose : undefined}
      className={cx(
        'flex min-h-11 items-start gap-2.5 rounded-ctl px-2.5 py-2 text-start',
        isChosen ? 'bg-brand-soft' : isPointed && 'bg-sel',
        why !== null && 'cursor-default',
      )}
    >
      <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)]">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <bdi className={cx('font-medium [overflow-wrap:anywhere]', why && 'text-ink-2')}>
            {titleOf(name)}
          </bdi>
          <span className="text-meta text-ink-2">{about}</span>
        </span>
        {why ? (
          <span className="text-small text-ink-2">{why}</span>
        ) : (
          <bdi className="truncate text-small text-ink-2">{body}</bdi>
        )}
      </span>
      {state === 'approved' ? null : <StatePill state={state} />}
    </button>
  )
}
