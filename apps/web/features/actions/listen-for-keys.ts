import { tinykeys } from 'tinykeys'
import { isComposing } from './is-composing'
import { actionIds, actionOf, doAction, type ActionId } from './registry'
import { usePreferences } from './preferences'

/**
 * Does what the keys of the registry say; returns how to stop.
 * @param beforeKey hears each key first, and whether somebody writes; what it takes (true) is no shortcut
 */
export function listenForKeys(beforeKey: (event: KeyboardEvent, isWriting: boolean) => boolean): () => void {
  const first = (event: KeyboardEvent) => {
    const isCommand = event.ctrlKey || event.metaKey
    if (isFree(event) && !isCommand && beforeKey(event, isInField(event))) {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
  }
  window.addEventListener('keydown', first)
  const ignore = (event: KeyboardEvent) => event.defaultPrevented || !isFree(event)
  const ignorePlace = (event: KeyboardEvent) => ignore(event) || isLatin(event.key)
  const listen = () => [
    tinykeys(window, bindings(asWritten, renew), { ignore }),
    // Apart from the others: what is found by its place alone must not stand before what a Latin key says it is.
    tinykeys(window, bindings(byPlace, renew), { ignore: ignorePlace }),
  ]
  let stops = listen()
  const stop = () => stops.forEach((each) => each())
  // When two presses were done, tinykeys still waits for the second of all others that began with the first.
  function renew() {
    stop()
    stops = listen()
  }
  return () => {
    window.removeEventListener('keydown', first)
    stop()
  }
}

/** Of all that a press completes, tinykeys does the first: what two presses mean comes before what the second one does. */
function bindings(
  nameOf: (key: string) => string | null,
  afterSeveral: () => void,
): Record<string, (event: KeyboardEvent) => void> {
  const made = actionIds.flatMap((id) =>
    actionOf(id).keys.flatMap((key) => {
      const name = nameOf(key)
      const does = (event: KeyboardEvent) => {
        run(id, event)
        if (key.includes(' ')) afterSeveral()
      }
      return name === null ? [] : [{ name, does }]
    }),
  )
  const longestFirst = made.toSorted((a, b) => b.name.split(' ').length - a.name.split(' ').length)
  return Object.fromEntries(longestFirst.map(({ name, does }) => [name, does]))
}

function run(id: ActionId, event: KeyboardEvent) {
  if (!actionOf(id).whileWriting && isInField(event)) return
  const isBare = event.key.length === 1 && !event.ctrlKey && !event.metaKey
  if (isBare && (event.repeat || !usePreferences.getState().singleKeys)) return
  if (doAction(id, event)) event.preventDefault()
}

const asWritten = (key: string) => key

/** The same keys by where they are: a Cyrillic or Arabic keyboard has no J, but a key in its place. */
function byPlace(key: string): string | null {
  const presses = key.split(' ').map((press) => /^((?:Shift|\$mod)\+)?([a-z])$/.exec(press))
  if (!presses.every((press) => press !== null)) return null
  return presses.map(([, mod = '', letter = '']) => `${mod}Key${letter.toUpperCase()}`).join(' ')
}

/** A letter on a Latin keyboard says itself which one it is, wherever it is. */
function isLatin(key: string): boolean {
  return /^[\u0020-\u024f]$/.test(key)
}

/** Not while an input method composes, nor in what lies over the screen. */
function isFree(event: KeyboardEvent): boolean {
  if (isComposing(event)) return false
  const target = event.target instanceof Element ? event.target : document.body
  return !target.closest('[role="dialog"],[role="alertdialog"],[role="menu"]')
}

function isInField(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : document.body
  return target.closest('input:not([type=checkbox]),textarea,select,[contenteditable]') !== null
}
