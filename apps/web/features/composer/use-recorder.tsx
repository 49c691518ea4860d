'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { toast } from '../../client/toast'
import { useFetched } from '../../components/ui/use-fetched'
import { usePreferences } from '../actions/preferences'
import { sendMessage } from '../sending/send-message'
import { useTray } from '../sending/tray'
import type { Recorded } from './recording'

const loadRecorder = () => import('./recorder').then(({ Recorder }) => Recorder)

/** The recorder in the place of the text, while something is recorded, and how it begins. */
export function useRecorder(
  id: string,
  box: RefObject<HTMLTextAreaElement | null>,
): { view: ReactNode; begin: () => void } {
  const failed = useTranslations('errors')('unreachable')
  const [Recorder, fetchRecorder] = useFetched(loadRecorder)
  const [isOn, setOn] = useState(false)

  function begin() {
    setOn(true)
    void fetchRecorder().then((came) => {
      if (came) return
      setOn(false)
      void toast('error', failed)
    })
  }

  // The text is back in its place, and the keyboard in it.
  const wasShown = useRef(false)
  const isShown = isOn && Recorder !== undefined
  useEffect(() => {
    if (wasShown.current && !isShown) box.current?.focus()
    wasShown.current = isShown
  }, [isShown, box])

  const view =
    isOn && Recorder ? (
      <Recorder
        onClose={() => setOn(false)}
        onSend={(recorded) => void take(id, recorded, true)}
        onLeft={(recorded) => void take(id, recorded, false)}
      />
    ) : null
  return { view, begin }
}

/** @param sends whether it leaves at once; else it waits over the text, as any file that was chosen */
async function take(id: string, { blob, durationMs, peaks }: Recorded, sends: boolean) {
  const { attachRecording } = await import('./attach')
  const file = await attachRecording(id, blob, { durationMs, peaks })
  if (!sends) return
  sendMessage(id, '', usePreferences.getState().holdSeconds * 1000, { file })
  useTray.getState().change(id, (files) => files.filter((one) => one.id !== file.id))
}
