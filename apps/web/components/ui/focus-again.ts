/**
 * Puts the keyboard back where it was. Where that is gone it goes to the page's heading, since from <body> the
 * next Tab would start at the very top, and a screen reader would lose its place.
 */
export function focusAgain(before: Element | null) {
  const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body
  if (isThere) before.focus()
  if (!isThere || document.activeElement !== before) focusHeading()
}

/** The heading of the main part that is on the screen. */
export function focusHeading() {
  const headings = document.querySelectorAll<HTMLElement>('main h2, main h1')
  const heading = [...headings].find((one) => one.checkVisibility())
  if (!heading) return
  heading.tabIndex = -1
  heading.focus()
}
