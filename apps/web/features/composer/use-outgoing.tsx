'use client'
import { maxTextLength } from '@cloudpa/contracts/send-limits'
import { useTranslations } from 'next-intl'
import type { ClipboardEvent, ReactNode, RefObject } from 'react'
import { usePreferences } from '../actions/preferences'
import { useScheduling } from '../sending/scheduled'
import { sendMessage } from '../sending/send-message'
import { useTray } from '../sending/tray'
import { attach } from './attach-soon'
import { isCaption, toSend } from './to-send'
import { useTrayView } from './use-tray-view'

interface Outgoing {
  /** What shows the files that were chosen, over the text. */
  tray: ReactNode
  isFile: boolean
  /** Whether the words leave under the file. */
  isCaption: boolean
  /** How many messages leave. */
  count: number
  /** Whether there is something to send, and all of it is there. */
  ready: boolean
  /** How many characters more can leave. */
  left: number
  onPaste: (event: ClipboardEvent) => void
  /**
   * Sends all of it. What can't be sent stays until somebody takes it away.
   * @returns false, and sends nothing, where another tab has just sent some of it or taken it away
   */
  send: () => boolean
}

/** What leaves with the next press: the files that were chosen, and the words. */
export function useOutgoing(id: string, text: string, box: RefObject<HTMLTextAreaElement | null>): Outgoing {
  const failed = useTranslations('errors')('unreachable')
  const { files, view: tray } = useTrayView(id, () => box.current?.focus())
  const isScheduling = useScheduling((state) => state[id] ?? false)
  const messages = toSend(files, text.trim())
  const left = maxTextLength - text.length
  return {
    tray,
    isFile: files.length > 0,
    isCaption: isCaption(files, ''),
    count: messages.length,
    ready: messages.length > 0 && !isScheduling && left >= 0 && !files.some(({ isComing }) => isComing),
    left,
    // A picture of the screen has no words beside it; what has was copied from a text, and is one.
    onPaste: (event) => {
      const { files: pasted, types } = event.clipboardData
      if (pasted.length === 0 || types.includes('text/plain')) return
      event.preventDefault()
      void attach(id, pasted, failed)
    },
    send: () => {
      const leaving = files.filter(({ fault }) => !fault)
      if (leaving.length > 0 && !useTray.getState().take(id, leaving)) return false
      const holdMs = usePreferences.getState().holdSeconds * 1000
      for (const { body, carried } of messages) sendMessage(id, body, holdMs, carried)
      return true
    },
  }
}
