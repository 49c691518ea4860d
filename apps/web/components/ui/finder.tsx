'use client'
import { ArrowLeft, Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import { useEffect, useEffectEvent, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { IconButton } from './button'
import { ChoiceList, type Choice, type ChoiceGroup } from './choice-list'
import { focusAgain } from './focus-again'
import { Key } from './keys'

const escape = 'Esc'

interface Props {
  title: string
  placeholder: string
  text: string
  /** Enter was pressed before there was a field. */
  isMeant?: boolean
  onText: (text: string) => void
  groups: ChoiceGroup[]
  /** What there is to say where there is nothing to choose. */
  children?: ReactNode
  onClose: () => void
  /** Whether what was chosen has the keyboard go elsewhere than back. */
  goesOn?: () => boolean
  testId: string
}

/** A field over a list, under the top of the screen; on a phone it is all of the screen. A combobox. */
export function Finder({
  title,
  placeholder,
  text,
  isMeant: wasMeant = false,
  onText,
  groups,
  children,
  onClose,
  goesOn,
  testId,
}: Props) {
  const t = useTranslations('common')
  const id = useId()
  const cameFrom = useRef<Element>(null)
  const field = useRef<HTMLInputElement>(null)
  const [wanted, setWanted] = useState<string | null>(null)
  const choices = groups.flatMap((group) => group.choices)
  // Where what was pointed at is no longer there, the first is meant.
  const at = Math.max(
    0,
    choices.findIndex(({ key }) => key === wanted),
  )
  const current = choices[at]
  const isComing = groups.some((group) => group.isComing && (!current || group.choices.includes(current)))
  // Enter was pressed before there was an answer to the present words, and means its first.
  const isMeant = useRef(false)
  const settle = useEffectEvent(() => {
    if (isMeant.current && current) choose(current)
    isMeant.current = false
  })
  useEffect(() => {
    if (wasMeant) isMeant.current = true
    if (!isComing) settle()
  }, [isComing, wasMeant])
  const idOf = (key: string) => `${id}-${key}`

  function choose({ choose, stays }: Choice) {
    if (!stays) onClose()
    choose()
  }

  function onKeyDown(event: KeyboardEvent) {
    // 229: an input method is still composing, whatever the key.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && choices.length > 0) {
      const next = choices[(at + step + choices.length) % choices.length]
      setWanted(next?.key ?? null)
      if (next) document.getElementById(idOf(next.key))?.scrollIntoView({ block: 'nearest' })
    }
    if (step || event.key === 'Enter') event.preventDefault()
    if (event.key !== 'Enter' || event.repeat) return
    if (isComing) isMeant.current = true
    else if (current) choose(current)
  }

  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Dialog.Content
          data-testid={testId}
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            cameFrom.current ??= document.activeElement
            field.current?.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (document.activeElement === document.body && !goesOn?.()) focusAgain(cameFrom.current)
          }}
          className="fixed inset-0 z-50 flex animate-fade flex-col bg-pop pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)] focus:outline-none md:inset-x-0 md:top-[12vh] md:bottom-auto md:mx-auto md:max-h-[70vh] md:w-[min(36rem,calc(100vw-2rem))] md:animate-pop md:rounded-card md:p-0 md:shadow-pop"
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          <div className="flex items-center gap-2.5 border-b border-line ps-1 pe-3 md:ps-4">
            <Dialog.Close asChild>
              <IconButton label={t('close')} className="md:hidden">
                <ArrowLeft size={20} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
              </IconButton>
            </Dialog.Close>
            <Search size={18} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-2 max-md:hidden" />
            <input
              ref={field}
              role="combobox"
              aria-label={title}
              aria-expanded={choices.length > 0}
              aria-controls={`${id}-list`}
              aria-autocomplete="list"
              aria-activedescendant={current ? idOf(current.key) : undefined}
              autoComplete="off"
              autoCorrect="off"
              spellCheck={false}
              enterKeyHint="search"
              dir="auto"
              placeholder={placeholder}
              value={text}
              maxLength={200}
              onChange={({ target }) => {
                setWanted(null)
                isMeant.current = false
                onText(target.value)
              }}
              onKeyDown={onKeyDown}
              className="h-13 min-w-0 flex-1 bg-transparent text-start outline-none md:h-12"
            />
            <Key className="max-md:hidden">{escape}</Key>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain [scrollbar-width:thin]">
            <ChoiceList
              id={`${id}-list`}
              label={title}
              groups={groups}
              current={current}
              idOf={idOf}
              onPoint={setWanted}
              onChoose={choose}
            />
            {children}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
