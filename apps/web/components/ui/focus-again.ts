/**
 * Puts the keyboard back where it was. Where that is gone it goes to what it was about, else to the page's heading, since
 * from <body> the next Tab would start at the very top, and a screen reader would lose its place.
 */
export function focusAgain(before: Element | null, about: Element | null = null) {
  for (const one of [before, about]) {
    if (!(one instanceof HTMLElement) || !one.isConnected || one === document.body) continue
    one.focus()
    if (document.activeElement === one) return
  }
  focusHeading()
}

/** The heading of the main part that is on the screen. */
export function focusHeading() {
  focusOn(visibleOf(document.querySelectorAll<HTMLElement>('main h2, main h1')))
}

/** As a `ref`: what leaves the page with the keyboard in it hands that on to the heading it stood under. */
export function handOverFocus(part: HTMLElement | null) {
  return () => {
    if (part?.contains(document.activeElement)) focusOn(headingOver(part))
  }
}

function headingOver(part: HTMLElement): HTMLElement | undefined {
  for (let around = part.parentElement; around; around = around.parentElement) {
    const heading = visibleOf(around.querySelectorAll<HTMLElement>('h1, h2, h3'), part)
    if (heading) return heading
  }
  return undefined
}

/** The first of some headings that is on the screen, and not inside of what leaves. */
function visibleOf(headings: Iterable<HTMLElement>, leaving?: HTMLElement): HTMLElement | undefined {
  return [...headings].find((one) => one.checkVisibility() && !leaving?.contains(one))
}

function focusOn(heading: HTMLElement | undefined) {
  if (!heading) return
  heading.tabIndex = -1
  heading.focus()
}
