'use client'
import type { ReactNode } from 'react'
import { cx } from './cx'

/** One line of what there is to choose from. */
export interface Choice {
  key: string
  shows: ReactNode
  /** Does it; the list goes away first, unless it says that it stays. */
  choose: () => void
  stays?: boolean
}

export interface ChoiceGroup {
  /** Its heading; none for what needs none. */
  name: string | null
  choices: Choice[]
  /** Whether these are of other words than the present ones, whose answer is on its way. */
  isComing?: boolean
}

interface Props {
  id: string
  label: string
  groups: ChoiceGroup[]
  current: Choice | undefined
  idOf: (key: string) => string
  onPoint: (key: string) => void
  onChoose: (choice: Choice) => void
}

/** What there is to choose from, under the headings of its groups; the field over it has the keyboard. */
export function ChoiceList({ id, label, groups, current, idOf, onPoint, onChoose }: Props) {
  const shown = groups.filter(({ choices }) => choices.length > 0)
  return (
    <div role="listbox" id={id} aria-label={label} className={cx(shown.length > 0 && 'p-1.5')}>
      {shown.map(({ name, choices }) => (
        <div key={name ?? ''} role="group" aria-label={name ?? undefined}>
          {name ? (
            <div aria-hidden className="px-2.5 pt-2 pb-1 text-meta font-medium text-ink-3">
              {name}
            </div>
          ) : null}
          {choices.map((choice) => (
            <button
              key={choice.key}
              type="button"
              id={idOf(choice.key)}
              role="option"
              tabIndex={-1}
              aria-selected={choice === current}
              onPointerMove={() => onPoint(choice.key)}
              // The field keeps the keyboard.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onChoose(choice)}
              className={cx(
                'flex min-h-11 w-full items-center gap-2.5 rounded-ctl px-2.5 text-start md:min-h-9',
                choice === current && 'bg-sel',
              )}
            >
              {choice.shows}
            </button>
          ))}
        </div>
      ))}
    </div>
  )
}
