import type { Page } from 'playwright-core'

/**
 * Looks for what a reader can't get to: a page or a part of it that scrolls sideways, words that are cut without saying
 * so, and what can be pressed but not be brought into sight. Where something is open over the page, only that counts.
 * @param where what the page is told apart by in the answer
 */
export async function findLost(page: Page, where: string): Promise<string[]> {
  const found = await page.evaluate(() => {
    const lost: string[] = []
    const tell = (fault: string, element: Element) =>
      lost.push(`${fault}: ${element.outerHTML.slice(0, 200)}`)
    const open = [
      ...document.querySelectorAll('[role="dialog"], [role="alertdialog"], [role="menu"], dialog[open]'),
    ].at(-1)
    const all = [...(open ?? document.body).querySelectorAll<HTMLElement>('*')].filter((element) =>
      element.checkVisibility({ visibilityProperty: true }),
    )
    /** Whether it is there for ears alone. */
    const isUnseen = (element: Element) => {
      const { width, height } = element.getBoundingClientRect()
      return width <= 1 || height <= 1 || element.closest('.sr-only') !== null
    }
    const known = new Map<Element, boolean>()
    /** Whether it lies in a row that fades out at its end, which says that the row goes on. */
    const goesOn = (element: Element): boolean => {
      const { parentElement: parent } = element
      const answer =
        known.get(element) ??
        (getComputedStyle(element).maskImage !== 'none' || (parent !== null && goesOn(parent)))
      known.set(element, answer)
      return answer
    }
    const root = document.documentElement
    if (root.scrollWidth > root.clientWidth) lost.push(`the page is ${root.scrollWidth} px wide`)
    for (const element of all) {
      const style = getComputedStyle(element)
      const tooWide = element.scrollWidth > element.clientWidth + 1
      if (isUnseen(element) || element.matches('input, textarea, svg, svg *') || goesOn(element)) continue
      if (tooWide && /auto|scroll/.test(style.overflowX)) tell('scrolls sideways', element)
      const isCut = tooWide && /hidden|clip/.test(style.overflowX) && style.textOverflow !== 'ellipsis'
      if (isCut && element.innerText.trim() !== '') tell('is cut', element)
      const { left, right } = element.getBoundingClientRect()
      const hasWords = [...element.childNodes].some(
        ({ nodeType, textContent }) => nodeType === Node.TEXT_NODE && textContent?.trim(),
      )
      if (hasWords && (left < -1 || right > window.innerWidth + 1)) tell('stands beside the page', element)
    }
    for (const element of all) {
      if (!element.matches('a, button, input, select, textarea, summary') || isUnseen(element)) continue
      element.scrollIntoView({ block: 'center', behavior: 'instant' })
      const { left, top, width, height } = element.getBoundingClientRect()
      const hit = document.elementFromPoint(left + width / 2, top + height / 2)
      // A toast goes away by itself.
      const isHit =
        hit !== null &&
        (element.contains(hit) || hit.contains(element) || hit.closest('[data-sonner-toaster]'))
      if (!isHit)
        tell(hit ? `is covered by <${hit.tagName} class="${hit.className}">` : 'is out of reach', element)
    }
    return lost
  })
  return found.map((fault) => `${where}: ${fault}`)
}
