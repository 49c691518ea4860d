'use client'
import type { Message } from '@cloudpa/contracts/messages'
import { useEffect, useMemo } from 'react'
import { useLocalFiles } from '../messages/local-files'
import { contentToShow, fileOf } from '../sending/carried'
import type { Unsent } from '../sending/unsent'

/** What a message that the server does not have yet carries, as one that it has; null where it is words alone. */
export function useCarried(unsent: Unsent | null): Message['content'] | null {
  const file = fileOf(unsent?.carried)
  const id = file?.id ?? ''
  const isHere = useLocalFiles((urls) => id in urls)
  // What the server has already, and is sent another time, is had from there.
  const isKnown = file?.mediumId !== undefined && file.mediumId === id
  useEffect(() => {
    if (!id || isHere || isKnown) return
    // After a reload it is only kept.
    import('../composer/attach').then(
      ({ showFiles }) => showFiles([{ id }]),
      (error: unknown) => console.warn('A file is not shown before it is sent.', error),
    )
  }, [id, isHere, isKnown])
  return useMemo(
    () => (unsent?.carried ? contentToShow(unsent.body, unsent.carried, isHere || isKnown) : null),
    [unsent, isHere, isKnown],
  )
}
