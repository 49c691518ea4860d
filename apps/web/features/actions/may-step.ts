/**
 * Whether a key steps through a list. Arrows scroll a focused thread and walk menus; they move in the list only from its
 * rows, or from nowhere.
 * @param rows the selector of what a row is
 */
export function mayStep(event: KeyboardEvent | undefined, rows: string): boolean {
  if (!event?.key.startsWith('Arrow')) return true
  const target = event.target instanceof Element ? event.target : document.body
  return target === document.body || target.closest(rows) !== null
}
