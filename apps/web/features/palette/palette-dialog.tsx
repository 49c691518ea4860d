'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Choice } from '../../components/ui/choice-list'
import { Finder } from '../../components/ui/finder'
import { Keys } from '../../components/ui/keys'
import { usePreferences } from '../actions/preferences'
import { keysOf, type ActionId } from '../actions/registry'
import { useJump } from '../live/jump'
import { useFoundChoices } from '../search/found-choices'
import { useLabelChoices } from '../search/label-choices'
import { useSearching } from '../search/searching'
import type { DialogProps } from '../search/use-finder'
import { useSearch } from '../search/use-search'
import { usePicking } from '../triage/picking'
import { useSnoozing } from '../triage/snoozing'
import { useCommands, type Command } from './commands'
import { useLately } from './lately'
import { matches } from './match'
import { useSnoozeUntil } from './use-snooze-until'

/** So many of those found stand with what can be done; the search shows them all. */
const mostFound = 4
/** From so many letters on people and messages are looked for, too. */
const leastLetters = 2

/** Every act and every place, found by half a word, and people and messages with them. */
export function PaletteDialog({ text, isMeant, onText, onClose }: DialogProps) {
  const t = useTranslations('palette')
  const searchWords = useTranslations('search')
  // What applied as it was opened: it is about the screen behind it.
  const now = useCommands()
  const [commands] = useState(now)
  const { keys: lately, note } = useLately()
  const typed = text.trim()
  const search = useSearch(typed.length >= leastLetters ? typed : '')
  const found = useFoundChoices(search)
  const labels = useLabelChoices(typed.length >= leastLetters ? typed : '')
  const snoozeUntil = useSnoozeUntil(typed)
  const choiceOf = (command: Command): Choice => ({
    key: command.key,
    shows: <Line name={command.name} action={command.action} />,
    choose: () => {
      note(command.key)
      command.run()
    },
  })
  const fitting = commands.filter(({ name }) => matches(name, typed))
  const recent = lately.flatMap((key) => fitting.find((command) => command.key === key) ?? [])
  const others = fitting.filter((command) => !recent.includes(command))
  const searchAll: Choice = {
    key: 'search all',
    shows: <Line name={t('searchAll', { q: typed })} />,
    choose: () => useSearching.getState().ask('search', typed),
  }
  const canSnooze = commands.some(({ action }) => action === 'snooze')
  const snoozing = canSnooze && snoozeUntil ? [{ name: null, ...snoozeUntil }] : []
  const isFound = typed.length >= leastLetters
  return (
    <Finder
      testId="palette"
      title={t('title')}
      placeholder={t('placeholder')}
      text={text}
      isMeant={isMeant}
      onText={onText}
      onClose={onClose}
      goesOn={goesOn}
      groups={[
        ...(snoozeUntil?.isWhole ? snoozing : []),
        { name: t('lately'), choices: recent.map(choiceOf) },
        { name: t('commands'), choices: others.filter(({ isPlace }) => !isPlace).map(choiceOf) },
        { name: t('places'), choices: others.filter(({ isPlace }) => isPlace).map(choiceOf) },
        {
          name: searchWords('people'),
          choices: isFound ? found.people.slice(0, mostFound) : [],
          isComing: search.isLoading,
        },
        // Half a command may as well be half a name, and that person is who is meant.
        ...(snoozeUntil?.isWhole ? [] : snoozing),
        { name: searchWords('labels'), choices: labels },
        {
          name: searchWords('messages'),
          choices: isFound ? [...found.messages.slice(0, mostFound), searchAll] : [],
          isComing: search.isLoading,
        },
      ]}
    >
      {fitting.length === 0 && !isFound ? (
        <p role="status" className="px-6 py-8 text-center break-words text-ink-2">
          {t('nothing', { q: typed })}
        </p>
      ) : null}
    </Finder>
  )
}

/** Whether what was chosen asks something, or leads to a message. */
const goesOn = () =>
  [useSnoozing, usePicking].some((asking) => asking.getState().ids.length > 0) ||
  useJump.getState().wish !== null

function Line({ name, action }: { name: string; action?: ActionId | undefined }) {
  return (
    <>
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {action ? <ActionKeys id={action} /> : null}
    </>
  )
}

/** The keys of an action that work, the first way alone: several presses where one comes after the other. */
function ActionKeys({ id }: { id: ActionId }) {
  const singleKeys = usePreferences((state) => state.singleKeys)
  const first = keysOf(id, singleKeys).find(({ works }) => works)
  return first ? <Keys keys={first.shown} /> : null
}
