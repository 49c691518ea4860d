import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Edit } from './join-changes'

interface Kept<T> {
  /** As the server has it now. */
  known: T
  /** Whether that is all that was typed. */
  isWhole: boolean
}

/**
 * What is typed and not kept yet: it stays, whatever others write meanwhile, and is kept when the field goes away too.
 * @param known as the server has it
 * @param send keeps what was typed; returns what is known then, null where it could not be kept
 */
export function useTyped<T>(known: T, send: (edit: Edit<T>, isLeaving: boolean) => Promise<Kept<T> | null>) {
  const [typed, setTyped] = useState<T | null>(null)
  const from = useRef(known)
  const sending = useRef<T | null>(null)
  const before = useRef<Promise<unknown>>(Promise.resolve())

  function type(now: T) {
    if (typed === null) from.current = known
    setTyped(() => now)
  }

  function keep(now = typed, isLeaving = false) {
    // A field that goes away with the keyboard in it is left twice.
    if (now === null || sending.current === now) return
    sending.current = now
    // What is changed once more meanwhile is a change of what this one made.
    before.current = before.current.then(() => keepNext(now, isLeaving))
  }

  async function keepNext(now: T, isLeaving: boolean) {
    const kept = await send({ from: from.current, now }, isLeaving)
    if (sending.current === now) sending.current = null
    if (!kept) return
    from.current = kept.known
    // What was typed since is not kept yet.
    if (kept.isWhole) setTyped((later) => (later === now ? null : later))
  }

  const leave = useEffectEvent(() => keep(typed, true))
  useEffect(() => () => leave(), [])
  return { shown: typed ?? known, isTyping: typed !== null, type, keep }
}
