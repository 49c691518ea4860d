import { icon, make } from './draw.js'
import type { IconName } from './icons.js'

/** One line of a menu; `href` makes it a link. */
export interface MenuItem {
  icon: IconName
  says: string
  /** A second, quieter line. */
  about?: string
  testId?: string
  run?: () => void
  href?: string
}

/** A heading, or a line. */
export type MenuPart = MenuItem | { heading: string }

/**
 * Opens a menu at a button: above everything, closed by Escape and by a press elsewhere, moved in with the arrows. The
 * keyboard goes back to the button. On a narrow screen it is a sheet from below.
 */
export function openMenu(opener: HTMLElement, name: string, parts: MenuPart[]): void {
  const menu = make('div', 'menu')
  menu.popover = 'auto'
  menu.setAttribute('role', 'menu')
  menu.setAttribute('aria-label', name)
  menu.append(...parts.map((part) => ('heading' in part ? makeHeading(part.heading) : makeItem(menu, part))))
  menu.addEventListener('keydown', (event) => move(menu, event))
  menu.addEventListener('toggle', (event) => {
    const { newState } = event as ToggleEvent
    opener.setAttribute('aria-expanded', String(newState === 'open'))
    if (newState === 'closed') menu.remove()
  })
  document.body.append(menu)
  menu.showPopover()
  place(menu, opener)
  itemsOf(menu)[0]?.focus()
}

function makeHeading(text: string): HTMLElement {
  const heading = make('p', 'menu-heading', text)
  heading.setAttribute('role', 'presentation')
  return heading
}

function makeItem(menu: HTMLElement, { icon: name, says, about, testId, run, href }: MenuItem): HTMLElement {
  const item = href === undefined ? make('button', 'menu-item') : make('a', 'menu-item')
  if (item instanceof HTMLButtonElement) item.type = 'button'
  else item.href = href ?? ''
  item.setAttribute('role', 'menuitem')
  item.tabIndex = -1
  if (testId !== undefined) item.dataset['testid'] = testId
  const words = make('span', '', says)
  if (about !== undefined) words.append(make('small', 'meta', about))
  item.append(icon(name, ''), words)
  item.addEventListener('click', () => {
    menu.hidePopover()
    run?.()
  })
  return item
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('.menu-item')]
}

function move(menu: HTMLElement, event: KeyboardEvent): void {
  const items = itemsOf(menu)
  const at = items.indexOf(document.activeElement as HTMLElement)
  const next = {
    ArrowDown: items[(at + 1) % items.length],
    ArrowUp: items.at(at - 1),
    Home: items[0],
    End: items.at(-1),
  }[event.key]
  if (event.key === 'Tab') menu.hidePopover()
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

/** Above the button where there is room, else below it, and within the window. */
function place(menu: HTMLElement, opener: HTMLElement): void {
  const [at, own] = [opener.getBoundingClientRect(), menu.getBoundingClientRect()]
  const above = at.top - own.height - 8
  const top = Math.min(above >= 8 ? above : at.bottom + 8, innerHeight - own.height - 8)
  const wanted = document.dir === 'rtl' ? at.right - own.width : at.left
  menu.style.setProperty('--menu-top', `${Math.max(8, top)}px`)
  menu.style.setProperty('--menu-left', `${Math.max(8, Math.min(wanted, innerWidth - own.width - 8))}px`)
}
