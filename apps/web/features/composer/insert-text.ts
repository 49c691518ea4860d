/**
 * Puts a text in the place of another as if it was typed, so that the browser's own undo takes it back.
 * @param select what to select then, counted within the text; its end without
 */
export function insertText(
  box: HTMLTextAreaElement,
  {
    from,
    to,
    text,
    select,
  }: { from: number; to: number; text: string; select?: [number, number] | undefined },
): void {
  box.focus()
  box.setSelectionRange(from, to)
  // No other way of writing into a field can be undone; a browser that has it no more writes all the same.
  if (!document.execCommand(text ? 'insertText' : 'delete', false, text)) {
    box.setRangeText(text, from, to, 'end')
    box.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
  if (select) box.setSelectionRange(from + select[0], from + select[1])
}

/** The same in the place of what is selected, or where the caret stands. */
export function insertAtCaret(box: HTMLTextAreaElement | null, text: string): void {
  if (box) insertText(box, { from: box.selectionStart, to: box.selectionEnd, text })
}
