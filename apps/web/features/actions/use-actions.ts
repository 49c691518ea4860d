'use client'
import { useEffect, useEffectEvent } from 'react'
import { actionOf, handle, type ActionId, type Handler } from './registry'
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
export function useKeysOf(id: ActionId): { shown: readonly string[]; aria: string } | undefined {
  const singleKeys = usePreferences((state) => state.singleKeys)
  const { keys, shown, single } = actionOf(id)
  if (single && !singleKeys) return undefined
  return { shown, aria: keys.filter((key) => !key.includes(' ')).join(' ') }
}
