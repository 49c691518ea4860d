'use client'
import { useEffect, type RefObject } from 'react'
import { useDrafts } from '../sending/drafts'

/** What was typed into the page as the server sent it, before its script ran, is a draft like any other. */
export function useTypedTooEarly(id: string, box: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const typed = box.current?.value
    const { texts, write } = useDrafts.getState()
    if (typed && !texts[id]) write(id, typed)
  }, [id, box])
}
