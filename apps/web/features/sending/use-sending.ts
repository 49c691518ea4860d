'use client'
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { whenIdle } from '../../components/ui/when-idle'
import { askMe, meKey, ownerOf } from '../../client/use-me'
import { shareDrafts, useDrafts, useNoteDrafts } from './drafts'
import { forgetOthers, tryStorage } from './kept-entries'
import { forgetOldDrafts } from './old-drafts'
import { loadReadMarks, sendReadMarks } from './read-marks'
import { resendUnanswered, sendHeldOnLeaving, shareUnsent } from './send-message'
import { listenForSignOut } from './sign-out'
import { shareTrays, useTray } from './tray'
import { useUnsent } from './unsent'

/**
 * Takes up what this browser kept for a person in an org, and keeps its tabs in step.
 * @param owner `org:person`
 */
export function useSending(owner: string): void {
  const client = useQueryClient()
  useEffect(() => {
    // Clear what the previous person left behind when their session ended.
    forgetOthers(owner)
    tryStorage(forgetOldDrafts)
    useDrafts.getState().load(owner)
    useNoteDrafts.getState().load(owner)
    useTray.getState().load(owner)
    useUnsent.getState().load(owner)
    const stopTidying = whenIdle(() => void forgetFiles(owner))
    loadReadMarks(owner)
    resendUnanswered()
    const stops = [
      stopTidying,
      shareDrafts(owner),
      shareTrays(owner),
      shareUnsent(owner),
      sendHeldOnLeaving(),
      listenForSignOut(owner),
    ]
    return () => stops.forEach((stop) => stop())
  }, [owner])

  // The stream may take longer than the network, and a message that waits should not.
  useEffect(() => {
    const onOnline = () => void sendAgain(client, owner)
    window.addEventListener('online', onOnline)
    return () => window.removeEventListener('online', onOnline)
  }, [client, owner])
}

/**
 * Sends what had no line, now that there is one, but not under another name: the session may have ended, or another tab
 * may have switched the org, while this one heard nothing. The page hears of it too, since what `useMe` knows is renewed.
 * @param owner `org:person` that it waits for
 */
export async function sendAgain(client: QueryClient, owner: string): Promise<void> {
  try {
    const me = await client.fetchQuery({ queryKey: meKey, queryFn: askMe, staleTime: 0 })
    if (ownerOf(me) !== owner) return
    resendUnanswered()
    sendReadMarks()
  } catch (error) {
    console.warn('What waits to be sent goes on waiting: it is not known who is signed in.', error)
  }
}

/** What knows of files is fetched for that alone, when there is nothing else to do. */
async function forgetFiles(owner: string): Promise<void> {
  try {
    const { forgetUnwantedFiles } = await import('./forget-unwanted-files')
    await forgetUnwantedFiles(owner)
  } catch (error) {
    console.warn('What is kept of files is looked through another time.', error)
  }
}
