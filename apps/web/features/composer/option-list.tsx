'use client'
import {
  useEffect,
  useEffectEvent,
  useId,
  useImperativeHandle,
  useState,
  type ReactNode,
  type Ref,
} from 'react'
import { cx } from '../../components/ui/cx'

export interface Option {
  key: string
  /** What comes into the text. */
  text: string
  shows: ReactNode
}

/** How the field and the list of what it could mean stand to each other: the keyboard stays in the field. */
export interface Completing {
  /** What the list does with a key, while there is one; returns whether it took it. */
  keys: Ref<(press: KeyboardEvent) => boolean>
  /** Whether Enter or Tab was pressed before the list was there, and means its first. */
  isMeant: boolean
  onMeant: (isMeant: boolean) => void
  /** Which element of which list is at hand, for the field to point to. */
  onActive: (ids: { list: string; option: string } | null) => void
  onChoose: (text: string) => void
  onDismiss: () => void
}

interface Props extends Completing {
  label: string
  /** Undefined until they are known. */
  options: readonly Option[] | undefined
  /** What stands where there are none; without it there is no list then. */
  empty?: ReactNode
  className?: string
}

/** What can be chosen, over the field; the arrows go through it, Enter and Tab choose, Escape leaves the text as it is. */
export function OptionList({ label, options, empty, className, ...completing }: Props) {
  const { keys, isMeant, onMeant, onActive, onChoose, onDismiss } = completing
  const id = useId()
  const [at, setAt] = useState(0)
  const first = options?.[0]?.key
  const [before, setBefore] = useState(first)
  // What was written since may mean others.
  if (before !== first) {
    setBefore(first)
    setAt(0)
  }
  const active = options?.[Math.min(at, options.length - 1)]

  const onKey = useEffectEvent((press: KeyboardEvent): boolean => {
    const count = options?.length ?? 0
    if (press.key === 'Escape') {
      if (count > 0 || empty) onDismiss()
      return count > 0 || Boolean(empty)
    }
    if (press.ctrlKey || press.metaKey || press.altKey || press.shiftKey) return false
    const isChoice = press.key === 'Enter' || press.key === 'Tab'
    // Held, it would go on to whatever comes of the choice.
    if (isChoice && press.repeat) return !options || count > 0
    if (!options && isChoice) {
      onMeant(true)
      return true
    }
    if (isChoice && active) onChoose(active.text)
    if (count === 0) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[press.key]
    if (step) setAt((at + step + count) % count)
    return isChoice || step !== undefined
  })
  useImperativeHandle(keys, () => onKey, [])

  const [option] = options ?? []
  const isKnown = options !== undefined
  const settle = useEffectEvent((meant: Option | undefined) => {
    onMeant(false)
    if (meant) onChoose(meant.text)
  })
  useEffect(() => {
    if (isKnown && isMeant) settle(option)
  }, [isKnown, isMeant, option])

  const activeId = active ? `${id}-${active.key}` : null
  const tell = useEffectEvent(onActive)
  useEffect(() => {
    tell(activeId ? { list: id, option: activeId } : null)
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' })
  }, [activeId, id])
  useEffect(() => () => tell(null), [])

  if (!options || (options.length === 0 && !empty)) return null
  return (
    <div
      className={cx(
        'absolute inset-x-0 bottom-full z-20 mb-2 animate-pop rounded-card bg-pop p-1.5 shadow-pop',
        className,
      )}
    >
      {options.length === 0 ? empty : null}
      <div
        id={id}
        role="listbox"
        aria-label={label}
        data-testid="completions"
        className="max-h-[min(20rem,40dvh)] overflow-y-auto overscroll-contain"
      >
        {options.map(({ key, text, shows }, index) => (
          <div
            key={key}
            id={`${id}-${key}`}
            role="option"
            tabIndex={-1}
            aria-selected={key === active?.key}
            onPointerMove={() => setAt(index)}
            // The field keeps the keyboard, or on a phone what stands over it would move under the finger.
            onPointerDown={(event) => event.preventDefault()}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(text)}
            onKeyDown={() => undefined}
            className={cx(
              'flex min-h-(--tap) w-full cursor-pointer items-center gap-2.5 rounded-ctl px-2.5 py-1.5 text-start',
              key === active?.key && 'bg-sel',
            )}
          >
            {shows}
          </div>
        ))}
      </div>
    </div>
  )
}
