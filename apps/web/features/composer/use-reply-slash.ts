import { useRef, type RefObject } from 'react'
import { insertText } from './insert-text'

/**
 * Opens the list of quick replies from a button, as a slash in an empty message does.
 * @param look hears that the caret is elsewhere
 */
export function useReplySlash(box: RefObject<HTMLTextAreaElement | null>, look: () => void) {
  const isOurs = useRef(false)

  /** What is begun is not lost for it. */
  function open() {
    if (!box.current) return
    const { value } = box.current
    if (value.startsWith('/')) box.current.focus()
    else {
      insertText(box.current, { from: 0, to: value.trim() ? 0 : value.length, text: '/' })
      isOurs.current = true
    }
    box.current.setSelectionRange(1, 1)
    look()
  }

  /** Who wants none after all has written no slash. */
  function takeBack() {
    const field = box.current
    if (!field || !isOurs.current || !field.value.startsWith('/')) return
    const caret = Math.max(field.selectionEnd - 1, 0)
    insertText(field, { from: 0, to: 1, text: '', select: [caret, caret] })
    isOurs.current = false
  }

  /** The text is another: a slash that comes later is somebody's own. */
  function note(text: string) {
    if (!text.startsWith('/')) isOurs.current = false
  }
  return { open, takeBack, note }
}
