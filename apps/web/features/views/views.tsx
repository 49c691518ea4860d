'use client'
import { useEffect } from 'react'
import { useViews } from '../../client/use-views'
import { useFetched } from '../../components/ui/use-fetched'
import { whenIdle } from '../../components/ui/when-idle'
import { offerPlaces } from '../actions/registry'
import { useActions } from '../actions/use-actions'
import { listedViews } from '../conversations/list-of-view'
import { listHref, openList } from '../conversations/open-conversation'
import { useGo } from '../conversations/use-go'
import type { ListName } from '../live/conversation-filters'
import { useViewsDialog } from './asking'

const load = () => import('./views-dialog').then((module) => module.ViewsDialog)

/** What V opens, and the ways to each view: by the list of commands, and by G with its number. */
export function Views() {
  const { data } = useViews()
  const push = useGo()
  const { isOpen, open, close } = useViewsDialog()
  const [Dialog, fetchDialog] = useFetched(load)
  useEffect(() => whenIdle(() => void fetchDialog()), [fetchDialog])
  useEffect(() => {
    if (isOpen) void fetchDialog().then((came) => (came ? undefined : close()))
  }, [isOpen, fetchDialog, close])
  const listed = listedViews(data?.items ?? [])
  function go(list: ListName) {
    if (/^\/inbox(\/|$)/.test(window.location.pathname)) openList(list)
    else push(listHref(list))
  }
  useEffect(() => {
    offerPlaces(
      listed.map(({ view, list }) => ({ key: `view ${view.id}`, name: view.name, go: () => go(list) })),
    )
  })
  useActions({
    views: () => {
      open()
      return true
    },
    goView: (event) => {
      const one = listed[Number(event?.key) - 1]
      if (one) go(one.list)
      return one !== undefined
    },
  })
  return isOpen && Dialog ? <Dialog views={listed} go={go} onClose={close} /> : null
}
