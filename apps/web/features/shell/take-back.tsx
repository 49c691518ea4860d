'use client'
import { Announcer } from '../../components/ui/announcer'
import { useActions } from '../actions/use-actions'
import { takeBackLatest } from '../actions/way-back'
import { lastSend } from '../composer/take-back'
import { useGoTo } from '../search/go-to'
import { deletedNotes } from '../thread/delete-note'
import { useTriage } from '../triage/use-triage'
import { viewChanges } from '../views/changed-views'

/** The key that takes back what was done last works wherever its toasts are, and so does the voice that says so. */
export function TakeBack() {
  const { lastAct } = useTriage()
  const goTo = useGoTo()
  useActions({
    undo: (event) =>
      takeBackLatest([lastAct(), lastSend(goTo), viewChanges.last(), deletedNotes.last()], event),
  })
  return <Announcer />
}
