import { isComposing } from '../actions/is-composing'

type Press = Pick<
  KeyboardEvent,
  'key' | 'isComposing' | 'keyCode' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'
>

/**
 * Whether a key sends what was written: Enter, or with Ctrl or ⌘ on a touch screen, where Enter alone is the only way
 * to a new line.
 */
export function meansSend(press: Press, isTouch: boolean): boolean {
  if (press.key !== 'Enter' || press.shiftKey || press.altKey) return false
  if (isComposing(press)) return false
  return !isTouch || press.ctrlKey || press.metaKey
}
