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

export function initials(name: string): string {
  const words = name
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .split(' ')
    .filter(Boolean)
  const [first = '?', last = ''] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return (first.slice(0, 1) + last.slice(0, 1)).toUpperCase()
}

/** One of eight colours, always the same for the same person; the built-in six get six. */
export function hueClass(id: string): string {
  let sum = 7
  for (const letter of id) sum = (sum * 7 + (letter.codePointAt(0) ?? 0)) % 9973
  return `hue-${sum % 8}`
}

export function timeOf(iso: string): string {
  return new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(new Date(iso))
}

export function dayOf(iso: string, nowMs: number): string {
  const day = (at: Date): string => at.toDateString()
  const at = new Date(iso)
  if (day(at) === day(new Date(nowMs))) return 'Today'
  if (day(at) === day(new Date(nowMs - 86_400_000))) return 'Yesterday'
  return new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' }).format(at)
}
