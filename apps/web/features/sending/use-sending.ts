'use client'
import { useEffect } from 'react'
import { shareDrafts, useDrafts } from './drafts'
import { forgetOthers } from './kept-entries'
import { loadReadMarks, sendReadMarks } from './read-marks'
import { resendUnanswered, shareUnsent } from './send-message'
import { listenForSignOut } from './sign-out'
import { useUnsent } from './unsent'

/**
 * Takes up what this browser kept for a person in an org, and keeps its tabs in step.
 * @param owner `org:person`
 */
export function useSending(owner: string): void {
  useEffect(() => {
    // What the one before left behind when their session ended is not for whoever is here now.
    forgetOthers(owner)
    useDrafts.getState().load(owner)
    useUnsent.getState().load(owner)
    loadReadMarks(owner)
    resendUnanswered()
    const stops = [shareDrafts(owner), shareUnsent(owner), listenForSignOut(owner)]
    return () => stops.forEach((stop) => stop())
  }, [owner])

  // The stream may take longer than the network, and a message that waits should not.
  useEffect(() => {
    window.addEventListener('online', sendAgain)
    return () => window.removeEventListener('online', sendAgain)
  }, [])
}

/** Sends what had no line, now that there is one. */
export function sendAgain(): void {
  resendUnanswered()
  sendReadMarks()
}
