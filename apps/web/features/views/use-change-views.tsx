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
import { noteChange } from './changed-views'

type Input = Required<Pick<CreateView, 'name' | 'filter' | 'label' | 'shared'>>
const pathOf = ({ id }: View) => `${viewsPath}/${encodeURIComponent(id)}`
const toastId = 'view'

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

  function fail(error: unknown) {
    leaveWhenSignedOut(error)
    void toast('error', triage('failed', { why: sentenceOf(error) }))
  }

  /** Returns how to take back what was done, which its key does too. */
  const wayBack = (takeBack: () => Promise<unknown>) =>
    noteChange(() => {
      void dismissToast(toastId)
      takeBack()
        .then(() => useAnnouncement.getState().announce(triage('undone')), fail)
        .finally(() => void renew())
    })

  return {
    /** @throws what the server says against it, which stands in the form */
    async save(view: View | null, input: Input): Promise<View> {
      const saved = view
        ? await request<View>('PATCH', pathOf(view), input)
        : await request<View>('POST', viewsPath, input)
      const onClick = wayBack(() =>
        view ? request('PATCH', pathOf(view), inputOf(view)) : request('DELETE', pathOf(saved)),
      )
      void toast('message', t('saved', { name: saved.name }), { label: <UndoLabel />, onClick }, toastId)
      await renew()
      return saved
    },

    /** @param place which one it is to be among those that are shared, or one's own */
    async move(view: View, place: number) {
      show((items) => {
        const others = items.filter(({ id }) => id !== view.id)
        const ofOwner = others.filter(({ shared }) => shared === view.shared).toSpliced(place, 0, view)
        const rest = others.filter(({ shared }) => shared !== view.shared)
        return view.shared ? [...ofOwner, ...rest] : [...rest, ...ofOwner]
      })
      const input: UpdateView = { place }
      await request('PATCH', pathOf(view), input).catch(fail)
      await renew()
    },

    /**
     * @param place where it stands, and stands again when this is taken back
     * @returns how to do so; null where it could not be deleted
     */
    async remove(view: View, place: number): Promise<(() => void) | null> {
      show((items) => items.filter(({ id }) => id !== view.id))
      const gone = request('DELETE', pathOf(view)).then(
        () => wayBack(() => request('POST', viewsPath, { ...inputOf(view), place })),
        (error: unknown) => {
          fail(error)
          return null
        },
      )
      return gone.finally(() => void renew())
    },
  }
}
