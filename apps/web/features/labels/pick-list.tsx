'use client'
import { useTranslations } from 'next-intl'
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Button } from '../../components/ui/button'
import { cx } from '../../components/ui/cx'
import { isComposing } from '../actions/is-composing'
import { useErrorSentence } from '../words/use-error-sentence'

export interface Option {
  key: string
  says: ReactNode
  /** Whether it is what is so now. */
  isOn?: boolean
  choose: () => void
}

interface Props {
  /** What is asked, which stands in the field as long as it is empty. */
  asks: string
  icon: ReactNode
  text: string
  onText: (text: string) => void
  options: Option[]
  /** What the options come from. */
  asked: { data: unknown; error: Error | null; refetch: () => unknown }
  /** Whether several may be chosen, one after the other. */
  several?: boolean
  /** Said where nothing fits of what came. */
  nothing: string
}

/** A field over what its words find: a combobox. */
export function PickList({ asks, icon, text, onText, options, asked, several = false, nothing }: Props) {
  const t = useTranslations('labels')
  const listId = useId()
  const field = useRef<HTMLInputElement>(null)
  const [at, setAt] = useState(0)
  const shown = Math.min(at, options.length - 1)
  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event.nativeEvent)) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && options.length > 0) setAt((shown + step + options.length) % options.length)
    if (step || event.key === 'Enter') event.preventDefault()
    // A held key would put the same on and off again.
    if (event.key === 'Enter' && !event.repeat) options[shown]?.choose()
  }
  const optionId = (key: string | undefined) => (key === undefined ? undefined : `${listId}-${key}`)
  return (
    <>
      <label className="flex items-center gap-2.5 border-b border-line px-4 max-md:-mx-5">
        <span className="shrink-0 text-ink-2">{icon}</span>
        <span className="sr-only">{asks}</span>
        <input
          ref={field}
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={optionId(options[shown]?.key)}
          autoComplete="off"
          maxLength={80}
          placeholder={asks}
          value={text}
          onChange={({ target }) => {
            setAt(0)
            onText(target.value)
          }}
          onKeyDown={onKeyDown}
          className="h-11 min-w-0 flex-1 bg-transparent outline-none max-md:text-base"
        />
      </label>
      {asked.error && !asked.data ? (
        <Failed
          error={asked.error}
          retry={() => {
            // The button goes away under the focus it was given.
            field.current?.focus()
            void asked.refetch()
          }}
        />
      ) : options.length === 0 ? (
        <p role="status" className="px-4 py-3 text-small text-ink-2">
          {asked.data ? nothing : t('loading')}
        </p>
      ) : null}
      <div
        role="listbox"
        id={listId}
        aria-label={asks}
        aria-multiselectable={several}
        className="max-h-[min(20rem,50dvh)] overflow-y-auto p-1.5 empty:hidden max-md:-mx-3.5"
      >
        {options.map(({ key, says, isOn = false, choose }, index) => (
          <button
            key={key}
            ref={index === shown ? showSelf : undefined}
            type="button"
            id={optionId(key)}
            role="option"
            tabIndex={-1}
            aria-selected={several ? isOn : index === shown}
            onPointerMove={() => setAt(index)}
            // The field keeps the keyboard.
            onPointerDown={(event) => event.preventDefault()}
            onClick={choose}
            className={cx(
              'flex min-h-[max(2.25rem,var(--tap))] w-full items-center gap-2.5 rounded-ctl px-2.5 text-start',
              index === shown && 'bg-sel',
            )}
          >
            {says}
          </button>
        ))}
      </div>
    </>
  )
}

function Failed({ error, retry }: { error: Error; retry: () => void }) {
  const t = useTranslations('common')
  const sentenceOf = useErrorSentence()
  return (
    <div role="alert" className="grid justify-items-start gap-2 px-4 py-3 text-small text-ink-2">
      <p>{sentenceOf(error)}</p>
      <Button look="outline" onClick={retry}>
        {t('tryAgain')}
      </Button>
    </div>
  )
}

const showSelf = (option: HTMLElement | null) => option?.scrollIntoView({ block: 'nearest' })
