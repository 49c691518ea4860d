'use client'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { toast } from '../../client/toast'
import { useViews } from '../../client/use-views'
import { useFetched } from '../../components/ui/use-fetched'
import { whenIdle } from '../../components/ui/when-idle'
import { offerPlaces } from '../actions/registry'
import { useActions } from '../actions/use-actions'
import { listedViews } from '../conversations/list-of-view'
import { useGoToList } from '../conversations/use-go'
import { useViewsDialog } from './asking'

const load = () => import('./views-dialog').then((module) => module.ViewsDialog)

/** What V opens, and the ways to each view: by the list of commands, and by G with its number. */
export function Views() {
  const { data } = useViews()
  const go = useGoToList()
  const { isOpen, open, close } = useViewsDialog()
  const notReached = useTranslations('errors')('unreachable')
  const [Dialog, fetchDialog] = useFetched(load)
  useEffect(() => whenIdle(() => void fetchDialog()), [fetchDialog])
  useEffect(() => {
    if (!isOpen) return
    void fetchDialog().then((came) => {
      if (came) return
      close()
      void toast('error', notReached)
    })
  }, [isOpen, fetchDialog, close, notReached])
  const listed = listedViews(data?.items ?? [])
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
