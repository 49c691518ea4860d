'use client'
import { useEffect, useEffectEvent } from 'react'
import { ariaKey, handle, keysOf, type ActionId, type Handler } from './registry'
import { usePreferences } from './preferences'

/** A room says what its actions do, as long as it is on the screen. */
export function useActions(does: Partial<Record<ActionId, Handler>>): void {
  const run = useEffectEvent((id: ActionId, event?: KeyboardEvent) => does[id]?.(event) ?? false)
  const ids = Object.keys(does).join(' ')
  useEffect(() => {
    const stops = (ids.split(' ') as ActionId[]).map((id) => handle(id, (event) => run(id, event)))
    return () => stops.forEach((stop) => stop())
  }, [ids])
}

/** The keys of an action for its button: to be shown, and for aria-keyshortcuts. Nothing where they are turned off. */
export function useKeysOf(id: ActionId): { shown: string[]; aria: string } | undefined {
  const singleKeys = usePreferences((state) => state.singleKeys)
  const enterSends = usePreferences((state) => state.enterSends)
  const keys = keysOf(id, singleKeys, enterSends).filter(({ shown, works }) => works && shown.length === 1)
  if (keys.length === 0) return undefined
  return {
    shown: keys.flatMap(({ shown }) => shown),
    aria: keys.flatMap(({ key }) => (key ? ariaKey(key) : [])).join(' '),
  }
}
