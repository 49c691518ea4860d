'use client'
import { useEffect, type ComponentType } from 'react'
import { useFetched } from '../../components/ui/use-fetched'
import { whenIdle } from '../../components/ui/when-idle'
import { useActions } from '../actions/use-actions'
import { useSearching } from './searching'

export interface DialogProps {
  text: string
  /** Enter was pressed before the dialog was there. */
  isMeant: boolean
  onText: (text: string) => void
  onClose: () => void
}

/**
 * A search that is fetched once nobody waits for anything else, or when its action asks for it.
 * @param load the same function with every drawing
 * @returns its dialog while it is to be shown, and what that is given
 */
export function useFinder(
  which: 'search' | 'palette',
  load: () => Promise<ComponentType<DialogProps>>,
): { Dialog: ComponentType<DialogProps> | null; props: DialogProps } {
  const { asked, text, isMeant, type, ask, close } = useSearching()
  const isAsked = asked === which
  const [Dialog, fetchDialog] = useFetched(load)
  useEffect(() => whenIdle(() => void fetchDialog()), [fetchDialog])
  useEffect(() => {
    // Where it cannot be fetched the question is off, and asked anew by the next press.
    if (isAsked) void fetchDialog().then((came) => (came ? undefined : close()))
  }, [isAsked, fetchDialog, close])
  useActions({
    [which]: () => {
      ask(which)
      return true
    },
  })
  return { Dialog: (isAsked && Dialog) || null, props: { text, isMeant, onText: type, onClose: close } }
}
