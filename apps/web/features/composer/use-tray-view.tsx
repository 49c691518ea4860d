'use client'
import { useEffect, type ReactNode } from 'react'
import { useFetched } from '../../components/ui/use-fetched'
import { whenIdle } from '../../components/ui/when-idle'
import { useTray, type TrayFile } from '../sending/tray'

const loadTray = () => import('./tray-view').then(({ TrayView }) => TrayView)

const none: TrayFile[] = []

/**
 * The files of a conversation that were chosen and are not sent, and what shows them; it is fetched when there are some.
 * @param onEmptied gives the keyboard a place once the last of them is taken out
 */
export function useTrayView(id: string, onEmptied: () => void): { files: TrayFile[]; view: ReactNode } {
  const files = useTray((state) => state.files[id] ?? none)
  const [TrayView, fetchTray] = useFetched(loadTray)
  const isFile = files.length > 0
  useEffect(() => whenIdle(() => void fetchTray()), [fetchTray])
  useEffect(() => {
    if (isFile) void fetchTray()
  }, [isFile, fetchTray])
  return { files, view: isFile && TrayView ? <TrayView id={id} onEmptied={onEmptied} /> : null }
}
