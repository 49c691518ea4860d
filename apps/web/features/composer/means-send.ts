import { isComposing } from '../actions/is-composing'

type Press = Pick<
  KeyboardEvent,
  'key' | 'isComposing' | 'keyCode' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'
>

/**
 * What a key does with what was written: sends it, or sends it and is done. That is Enter, and with Ctrl or ⌘; where Enter
 * alone is a new line, by choice or on a touch screen, it is Ctrl or ⌘ with Enter, and with Shift besides.
 */
export function meansSend(press: Press, enterSends: boolean): 'send' | 'sendDone' | null {
  if (press.key !== 'Enter' || press.altKey || isComposing(press)) return null
  const hasMod = press.ctrlKey || press.metaKey
  if (!enterSends) return hasMod ? (press.shiftKey ? 'sendDone' : 'send') : null
  if (press.shiftKey) return null
  return hasMod ? 'sendDone' : 'send'
}
