import { tinykeys } from 'tinykeys'
import { act, actionIds, actionOf, type ActionId } from './registry'
import { usePreferences } from './preferences'

/**
 * Does what the keys of the registry say; returns how to stop.
 * @param beforeKey hears each key first; what it takes (true) is no shortcut
 */
export function listenForKeys(beforeKey: (event: KeyboardEvent) => boolean): () => void {
  const first = (event: KeyboardEvent) => {
    if (isFree(event) && !isInField(event) && beforeKey(event)) {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
  }
  window.addEventListener('keydown', first)
  const stop = tinykeys(window, bindings(), { ignore: (event) => event.defaultPrevented || !isFree(event) })
  return () => {
    window.removeEventListener('keydown', first)
    stop()
  }
}

function bindings(): Record<string, (event: KeyboardEvent) => void> {
  const made: Record<string, (event: KeyboardEvent) => void> = {}
  for (const id of actionIds) {
    for (const key of actionOf(id).keys) {
      made[key] = (event) => run(id, event)
      const places = byPlace(key)
      if (places) made[places] = (event) => !isLatin(event.key) && run(id, event)
    }
  }
  return made
}

function run(id: ActionId, event: KeyboardEvent) {
  const { single, whileWriting } = actionOf(id)
  if (!whileWriting && isInField(event)) return
  const bare = event.key.length === 1
  if (single && bare && (event.repeat || !usePreferences.getState().singleKeys)) return
  if (act(id, event)) event.preventDefault()
}

/** The same keys by where they are: a Cyrillic or Arabic keyboard has no J, but a key in its place. */
function byPlace(key: string): string | null {
  const presses = key.split(' ')
  if (!presses.every((press) => /^[a-z]$/.test(press))) return null
  return presses.map((press) => `Key${press.toUpperCase()}`).join(' ')
}

/** A letter on a Latin keyboard says itself which one it is, wherever it is. */
function isLatin(key: string): boolean {
  return /^[\u0020-\u024f]$/.test(key)
}

/** Not while an input method composes, nor in what lies over the screen. 229 is how Safari says that it composes. */
function isFree(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return false
  const target = event.target instanceof Element ? event.target : document.body
  return !target.closest('[role="dialog"],[role="alertdialog"],[role="menu"]')
}

function isInField(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : document.body
  return target.closest('input,textarea,select,[contenteditable]') !== null
}
