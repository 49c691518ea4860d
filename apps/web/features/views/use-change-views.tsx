'use client'
import type { CreateView, UpdateView, View, ViewList } from '@cloudpa/contracts/views'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { leaveWhenSignedOut } from '../../client/query-client'
import { request } from '../../client/request'
import { dismissToast, toast } from '../../client/toast'
import { viewsKey, viewsPath } from '../../client/use-views'
import { useAnnouncement } from '../../components/ui/announcer'
import { conversationOverview } from '../live/conversation-pages'
import { UndoLabel } from '../triage/undo-label'
import { useErrorSentence } from '../words/use-error-sentence'
import { onlyShow, viewChanges } from './changed-views'

type Input = Required<Pick<CreateView, 'name' | 'filter' | 'label' | 'shared'>>
const pathOf = ({ id }: View) => `${viewsPath}/${encodeURIComponent(id)}`
// Moves go one at a time: each place is one among the others as they stand after those before it.
let moves: Promise<unknown> = Promise.resolve()
let movesUnderWay = 0

/** @throws {ApiError} */
async function afterOthers(move: () => Promise<unknown>): Promise<unknown> {
  movesUnderWay += 1
  const moved = moves.then(move).finally(() => (movesUnderWay -= 1))
  moves = moved.catch(() => undefined)
  return moved
}

/** What a view is saved as. */
const inputOf = ({ name, filter, label, shared }: View) => ({ name, filter, label, shared })

/** How views are saved, changed, moved and deleted, each with its way back. */
export function useChangeViews() {
  const t = useTranslations('views')
  const triage = useTranslations('triage')
  const sentenceOf = useErrorSentence()
  const client = useQueryClient()

  async function renew() {
    await client.invalidateQueries({ queryKey: viewsKey })
    conversationOverview.renewNow()
  }

  /** Shows it changed at once; the answer says how it is. */
  const show = (change: (items: View[]) => View[]) =>
    client.setQueryData<ViewList>(viewsKey, (known) => known && { ...known, items: change(known.items) })

  const failed = (error: unknown) => {
    leaveWhenSignedOut(error)
    return triage('failed', { why: sentenceOf(error) })
  }
  const fail = (error: unknown) => void toast('error', failed(error))

  /**
   * Offers to take back what was done, which its key does too; what fails then is offered again.
   * @param says null where it is said elsewhere
   */
  function offer(
    takeBack: () => Promise<unknown>,
    says: string | null,
    kind: 'message' | 'error' = 'message',
  ) {
    const { atMs, go } = viewChanges.note(() => {
      void dismissToast(id)
      takeBack()
        .then(
          () => useAnnouncement.getState().announce(triage('undone')),
          (error: unknown) => void offer(takeBack, failed(error), 'error'),
        )
        .finally(() => void renew())
    })
    const id = `view ${atMs}`
    onlyShow(says && id)
    if (says) void toast(kind, says, { label: <UndoLabel />, onClick: go }, id)
    return go
  }

  return {
    /** @throws what the server says against it, which stands in the form */
    async save(view: View | null, input: Input): Promise<View> {
      const saved = view
        ? await request<View>('PATCH', pathOf(view), input)
        : await request<View>('POST', viewsPath, input)
      const takeBack = () =>
        view ? request('PATCH', pathOf(view), inputOf(view)) : request('DELETE', pathOf(saved))
      offer(takeBack, t('saved', { name: saved.name }))
      await renew()
      return saved
    },

    /** @param place which one it is to be among those that are shared, or one's own */
    async move(view: View, place: number) {
      // What is being fetched would show the former order once more.
      await client.cancelQueries({ queryKey: viewsKey })
      const known = client.getQueryData<ViewList>(viewsKey)?.items ?? []
      const before = known
        .filter(({ shared }) => shared === view.shared)
        .findIndex(({ id }) => id === view.id)
      show((items) => {
        const others = items.filter(({ id }) => id !== view.id)
        const ofOwner = others.filter(({ shared }) => shared === view.shared).toSpliced(place, 0, view)
        const rest = others.filter(({ shared }) => shared !== view.shared)
        return view.shared ? [...ofOwner, ...rest] : [...rest, ...ofOwner]
      })
      const put = (input: UpdateView) => afterOthers(() => request('PATCH', pathOf(view), input))
      offer(() => put({ place: before }), t('moved', { name: view.name }))
      await put({ place }).catch(fail)
      if (movesUnderWay === 0) await renew()
    },

    /**
     * @param place where it stands, and stands again when this is taken back
     * @returns how to do so; null where it could not be deleted
     */
    async remove(view: View, place: number): Promise<(() => void) | null> {
      show((items) => items.filter(({ id }) => id !== view.id))
      const gone = request('DELETE', pathOf(view)).then(
        () => offer(() => request('POST', viewsPath, { ...inputOf(view), place }), null),
        (error: unknown) => {
          fail(error)
          return null
        },
      )
      return gone.finally(() => void renew())
    },
  }
}
