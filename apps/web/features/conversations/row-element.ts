/** The row of a conversation in the list, where it is drawn. */
export function rowOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-conversation-id="${CSS.escape(id)}"]`)
}

/** The row that Tab leads to: it is drawn wherever the list has come to. */
export function tabStopRow(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-conversation-id][tabindex="0"]')
}

/** Of which conversation's row an element is a part; null outside of the list. */
export function idOfRow(element: HTMLElement): string | null {
  return placeOfRow(element)?.dataset.row ?? null
}

/** What a row's link stands in, with whatever else belongs to it. */
export function placeOfRow(element: Element): HTMLElement | null {
  return element.closest<HTMLElement>('[data-row]')
}
