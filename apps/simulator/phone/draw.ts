import { iconPaths, type IconName } from './icons.js'

/** The element with this id; the page is broken without it. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id)
  if (!(element instanceof kind)) throw new Error(`The page has no ${id}`)
  return element
}

/** An element with a class and text; text never becomes markup. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  text = '',
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  if (className !== '') element.className = className
  if (text !== '') element.textContent = text
  return element
}

/** Sets a text only when it changed, so that screen readers hear each change once. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

/**
 * Makes the children of a list match the items, in order, keeping the elements that stay: focus, scroll and
 * animations survive a redraw.
 */
export function matchChildren<Item>(
  parent: HTMLElement,
  items: Item[],
  parts: {
    key: (item: Item) => string
    make: (item: Item) => HTMLElement
    update: (element: HTMLElement, item: Item) => void
  },
): void {
  const present = new Map<string, HTMLElement>()
  for (const child of parent.children) {
    if (child instanceof HTMLElement) present.set(child.dataset['key'] ?? '', child)
  }
  let before: Element | null = parent.firstElementChild
  for (const item of items) {
    const key = parts.key(item)
    let element = present.get(key)
    present.delete(key)
    if (element === undefined) {
      element = parts.make(item)
      element.dataset['key'] = key
    }
    parts.update(element, item)
    if (element === before) before = before.nextElementSibling
    else parent.insertBefore(element, before)
  }
  for (const gone of present.values()) gone.remove()
}

const svg = 'http://www.w3.org/2000/svg'

/** One of the icons, for the eye only; `size` is a class of base.css. */
export function icon(name: IconName, size: 'tiny' | 'small' | '' = 'tiny'): SVGSVGElement {
  const element = document.createElementNS(svg, 'svg')
  element.setAttribute('class', `icon ${size} icon-${name}`)
  element.setAttribute('aria-hidden', 'true')
  element.setAttribute('viewBox', '0 0 24 24')
  const path = document.createElementNS(svg, 'path')
  path.setAttribute('d', iconPaths[name])
  element.append(path)
  return element
}

/** A button that is an icon alone, with its name for the eye and the ear. */
export function iconButton(name: IconName, says: string, className = 'icon-button'): HTMLButtonElement {
  const button = make('button', className)
  button.type = 'button'
  button.title = says
  button.setAttribute('aria-label', says)
  button.append(icon(name, ''))
  return button
}

/** A button with words. */
export function wordButton(says: string, className: string): HTMLButtonElement {
  const button = make('button', className, says)
  button.type = 'button'
  return button
}

/** Gives a face its colour and letters. */
export function drawFace(face: HTMLElement, { tone, initials }: { tone: number; initials: string }): void {
  face.style.setProperty('--tone', `var(--a${tone})`)
  face.style.setProperty('--tone-ink', `var(--a${tone}-ink)`)
  write(face, initials)
}

export function timeOf(iso: string): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(new Date(iso))
}

export function dayOf(iso: string, nowMs: number): string {
  const day = (at: Date): string => at.toDateString()
  const at = new Date(iso)
  if (day(at) === day(new Date(nowMs))) return 'Today'
  if (day(at) === day(new Date(nowMs - 86_400_000))) return 'Yesterday'
  return new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' }).format(at)
}

/** When a chat was last heard of: the time today, then the day. */
export function briefTimeOf(iso: string, nowMs: number): string {
  const day = dayOf(iso, nowMs)
  if (day === 'Today') return timeOf(iso)
  if (day === 'Yesterday') return day
  return new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' }).format(new Date(iso))
}

/** Bytes as people say them: 184 kB. */
export function sizeText(bytes: number): string {
  const [amount, unit] =
    bytes < 1000 ? [bytes, 'byte'] : bytes < 999_500 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte']
  const maximumFractionDigits = unit === 'megabyte' ? 1 : 0
  const unitDisplay = unit === 'byte' ? 'long' : 'short'
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(
    amount,
  )
}

/** Seconds as a player shows them: 0:07. */
export function lengthText(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.floor(seconds) : 0
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
