'use client'
import { useTranslations } from 'next-intl'
import { actionIds, actionOf, doAction, isHandled, placesOffered, type ActionId } from '../actions/registry'
import { openIdOf } from '../conversations/open-conversation'
import { tabStopRow } from '../conversations/row-element'
import { useSelection } from '../conversations/selection'
import { useGo, useGoToList } from '../conversations/use-go'

/** One thing to do, or one place to go. */
export interface Command {
  key: string
  name: string
  /** Whose keys it shows. */
  action?: ActionId
  isPlace: boolean
  run: () => void
}

/** The field's own, those that mean another one, and this list itself. */
const unlisted = [
  'nextWriting',
  'previousWriting',
  'open',
  'send',
  'newLine',
  'extendNext',
  'extendPrevious',
  'palette',
  'goView',
] as const
type Listed = Exclude<ActionId, (typeof unlisted)[number]>
const listed = actionIds.filter((id): id is Listed => !unlisted.some((other) => other === id))

/** What is done with a conversation, and what only an open one has. */
const needsOne = new Set<ActionId>(['done', 'snooze', 'label', 'assign', 'star', 'unread', 'select'])
const needsOpen = new Set<ActionId>(['contact', 'find', 'close', 'write', 'note', 'template'])

function applies(id: ActionId): boolean {
  if (!isHandled(id)) return false
  const isOpen = openIdOf(window.location.pathname) !== null
  if (needsOpen.has(id)) return isOpen
  return !needsOne.has(id) || isOpen || useSelection.getState().ids.size > 0 || tabStopRow() !== null
}

const lists = ['waiting', 'unread', 'closing', 'starred'] as const
const sections = [
  ['appearance', 'appearance'],
  ['team', 'team'],
  ['templates', 'templates'],
  ['business', 'business'],
  ['api-keys', 'apiKeys'],
  ['what-works', 'whatWorks'],
] as const

/** All that can be done on the screen that is shown, and every place there is. */
export function useCommands(): Command[] {
  const t = useTranslations()
  const go = useGo()
  const goToList = useGoToList()
  const does = listed.filter(applies).map((id): Command => {
    return {
      key: id,
      name: id === 'shortcuts' ? t('actions.title') : t(`actions.does.${id}`),
      action: id,
      isPlace: /^go[A-Z]/.test(id),
      run: () => doAction(id),
    }
  })
  const places = [
    ...lists.map((filter): Command => ({
      key: `list ${filter}`,
      name: t('palette.list', { name: t(`conversations.filter.${filter}`) }),
      isPlace: true,
      run: () => goToList(filter),
    })),
    ...placesOffered().map(({ key, name, go: run }): Command => ({
      key,
      name: t('palette.list', { name }),
      isPlace: true,
      run,
    })),
    ...sections.map(([slug, label]): Command => ({
      key: `settings ${slug}`,
      name: t('palette.settings', { name: t(`palette.section.${label}`) }),
      isPlace: true,
      run: () => go(`/settings/${slug}`),
    })),
  ]
  const order = (id: ActionId | undefined) => (id && actionOf(id).group === 'triage' ? 0 : 1)
  return [...does, ...places].toSorted((one, other) => order(one.action) - order(other.action))
}
