'use client'
import type { Conversation } from '@cloudpa/contracts/conversations'
import type { LabelList } from '@cloudpa/contracts/labels'
import type { Act } from '@cloudpa/contracts/triage'
import { useQueryClient } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { leaveWhenSignedOut } from '../../client/query-client'
import { dismissToast, toast } from '../../client/toast'
import { labelsKey } from '../../client/use-labels'
import { useMe } from '../../client/use-me'
import { useAnnouncement } from '../../components/ui/announcer'
import { focusHeading } from '../../components/ui/focus-again'
import { holdsNow, wide } from '../../components/ui/use-media'
import { usePreferences } from '../actions/preferences'
import type { WayBack } from '../actions/way-back'
import { firstNameOf } from '../contacts/first-name'
import { listNow } from '../conversations/list-now'
import {
  closeConversation,
  filterNow,
  isClosing,
  openConversation,
  openIdOf,
  useFocusWish,
} from '../conversations/open-conversation'
import { placeOfRow } from '../conversations/row-element'
import { useSelection } from '../conversations/selection'
import { filterOf } from '../live/conversation-filters'
import { conversationsOf } from '../live/use-conversations'
import { useErrorSentence } from '../words/use-error-sentence'
import { useTimes } from '../words/use-times'
import { acts } from './acts'
import { UndoLabel } from './undo-label'
import { whereNext } from './where-next'

/** What can be done with conversations, each with its way back; each says whether there was anything to do. */
export function useTriage() {
  const t = useTranslations('triage')
  const said = useSaid()
  const sentenceOf = useErrorSentence()

  function fail(error: unknown) {
    console.warn('What was done with a conversation was taken back.', error)
    leaveWhenSignedOut(error)
    void toast('error', t('failed', { why: sentenceOf(error) }))
  }

  function takeBack(undone: ReturnType<typeof acts.undoLast>): boolean {
    if (!undone) return false
    void dismissToast(toastOf(undone))
    const back = undone.before.find(({ id }) => listNow().includes(id))
    // The button that was pressed is gone with its toast.
    const isLost = document.activeElement?.closest('[data-sonner-toast]') !== null
    if (back && isLost) useFocusWish.getState().ask({ id: back.id, focus: 'row' })
    undone.answered.then((isRestored) => {
      if (isRestored) useAnnouncement.getState().announce(t('undone'))
    }, fail)
    return true
  }

  /** The way back from the last act; null where there is none. */
  const lastAct = (): WayBack | null =>
    acts.lastAtMs > 0 ? { atMs: acts.lastAtMs, go: () => void takeBack(acts.undoLast()) } : null

  function act(ids: readonly string[], what: Act, assignee: Conversation['assignee'] = null): boolean {
    if (ids.length === 0) return false
    // A second press, while the browser still goes back to the list, meant the same.
    if (isClosing() && ids.includes(openNow() ?? '')) return true
    const order = listNow()
    const did = acts.do(ids, what, assignee)
    const { before, answered } = did
    const isSorted = what.kind === 'labels' || what.kind === 'assign'
    const isAside = isSorted || what.kind === 'star' || what.kind === 'unread'
    deselect(new Set(ids))
    const says = said(what, before, assignee)
    if (isAside && !isSorted && before.length === 1) useAnnouncement.getState().announce(says)
    else {
      void toast('message', says, { label: <UndoLabel />, onClick: () => takeBack(did.undo()) }, toastOf(did))
    }
    // What came to nothing there is neither said nor to be taken back.
    const putAway = () => void dismissToast(toastOf(did))
    answered.then(
      ({ undo: back }) => (back.length === 0 ? putAway() : undefined),
      (error: unknown) => {
        putAway()
        fail(error)
      },
    )
    // What is open and comes back to the inbox was brought back to be answered.
    const isKept = what.kind === 'reopen' && ids.includes(openNow() ?? '')
    if (!isAside && !isKept) goOn(order, new Set(ids))
    return true
  }

  return {
    /**
     * Done, and open again in the list of what is done. Elsewhere never: a colleague's Done may have come a moment before.
     */
    done: (ids: readonly string[]) =>
      act(ids, { kind: filterOf(filterNow()) === 'done' ? 'reopen' : 'done' }),
    /** What a button does that says which of both it is. */
    doneOrBack: (ids: readonly string[], isDone: boolean) => act(ids, { kind: isDone ? 'reopen' : 'done' }),
    reopen: (ids: readonly string[]) => act(ids, { kind: 'reopen' }),
    /** @param until null: until they write */
    snooze: (ids: readonly string[], until: Date | null) =>
      act(ids, { kind: 'snooze', until: until?.toISOString() ?? null }),
    /** A star, or none where all of them have one. */
    star: (ids: readonly string[]) => {
      const starred = !conversationsOf(ids).every((conversation) => conversation.starred)
      return act(ids, { kind: 'star', starred })
    },
    /** Puts labels on all of them, and takes others off. */
    label: (ids: readonly string[], add: string[], remove: string[]) =>
      act(ids, { kind: 'labels', add, remove }),
    /** @param assignee null: nobody in particular */
    assign: (ids: readonly string[], assignee: Conversation['assignee']) =>
      act(ids, { kind: 'assign', memberId: assignee?.memberId ?? null }, assignee),
    /** Unread again, which only what is not open stays: so it goes back to the list. */
    unread: (ids: readonly string[]) => {
      const isDone = act(ids, { kind: 'unread' })
      if (ids.includes(openNow() ?? '')) closeConversation()
      return isDone
    },
    lastAct,
  }
}

const openNow = () => openIdOf(window.location.pathname)

/** What was selected besides is yet to be acted on. */
function deselect(acted: ReadonlySet<string>) {
  useSelection.setState(({ ids }) => {
    const rest = [...ids].filter((id) => !acted.has(id))
    return { ids: new Set(rest), ...(rest.length === 0 && { anchor: null }) }
  })
}

/** The toast that says what an act did. */
const toastOf = ({ number }: { number: number }) => `act ${number}`

/** Returns how to say what was done: by name, or how many. */
function useSaid(): (act: Act, before: Conversation[], assignee: Conversation['assignee']) => string {
  const t = useTranslations('triage')
  const { comingTime } = useTimes()
  const format = useFormatter()
  const client = useQueryClient()
  const { data: me } = useMe()
  const labelled = (ids: string[]) => {
    // As they are known by then: one of them may just have been made.
    const known = client.getQueryData<LabelList>(labelsKey)?.items ?? []
    const names = known.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
    return format.list(names, { type: 'conjunction' })
  }
  return (act, before, assignee) => {
    const [first] = before
    const name = first ? firstNameOf(first.contact) : ''
    const count = before.length
    const isOne = count === 1
    switch (act.kind) {
      case 'done':
        return isOne ? t('saidDone', { name }) : t('saidDoneMany', { count })
      case 'reopen':
        return isOne ? t('saidReopen', { name }) : t('saidReopenMany', { count })
      case 'star':
        if (act.starred) return isOne ? t('saidStar', { name }) : t('saidStarMany', { count })
        return isOne ? t('saidUnstar', { name }) : t('saidUnstarMany', { count })
      case 'snooze': {
        if (act.until === null)
          return isOne ? t('saidSnoozeWrites', { name }) : t('saidSnoozeWritesMany', { count })
        const when = comingTime(act.until, Date.now())
        return isOne ? t('saidSnooze', { when }) : t('saidSnoozeMany', { count, when })
      }
      case 'labels': {
        if (act.add.length > 0) return t('saidLabelled', { count, name, labels: labelled(act.add) })
        return t('saidUnlabelled', { count, name, labels: labelled(act.remove) })
      }
      case 'assign':
        if (!assignee) return t('saidNoOne', { count, name })
        if (assignee.memberId === me?.memberId) return t('saidYours', { count, name })
        return t('saidAssigned', { count, name, member: assignee.name })
      default:
        return isOne ? t('saidUnread', { name }) : t('saidUnreadMany', { count })
    }
  }
}

/**
 * After what is open was put away: the next one or the list, as was chosen; else on a phone the list. A keyboard that was nowhere, or in what goes away
 * with it, is in the list.
 */
function goOn(order: readonly string[], leaving: ReadonlySet<string>) {
  const openId = openNow()
  const isOpen = openId !== null && leaving.has(openId)
  const at = document.activeElement
  const isLeaving =
    at !== null &&
    (leaving.has(placeOfRow(at)?.dataset.row ?? '') || at.closest('[role="dialog"],[role="menu"]'))
  const isNowhere = at === document.body || isLeaving
  if (!isOpen && !isNowhere) return
  const next = whereNext(order, leaving, isOpen ? openId : ([...leaving][0] ?? ''))
  const isWide = holdsNow(wide)
  const way = usePreferences.getState().afterDone ?? (isWide ? 'next' : 'list')
  if (isOpen && next && way === 'next') {
    // On a phone the row is not in sight, and merely opened nothing is written in.
    openConversation(next, isWide ? 'row' : 'composer')
    return
  }
  if (isOpen) closeConversation()
  if (next) useFocusWish.getState().ask({ id: next, focus: 'row' })
  else if (!isOpen) focusHeading()
}
