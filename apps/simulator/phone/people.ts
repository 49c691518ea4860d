import type { Customer, Message } from './api.js'
import { briefTimeOf, byId, drawFace, make, matchChildren, write } from './draw.js'
import { saysOf } from './says.js'
import { chatOf, nowMs, state, target, targetKey, targets, unreadOf } from './state.js'

const list = byId('people', HTMLUListElement)
const numberField = byId('number-field', HTMLLabelElement)
const numberSelect = byId('number', HTMLSelectElement)

/** Draws the customers, the one who wrote or was written to last first. */
export function drawPeople(select: (id: string) => void): void {
  const rows = (state.snapshot?.customers ?? []).map((person) => ({ person, last: chatOf(person).at(-1) }))
  // Everyone who has not written keeps the order they were made in.
  rows.sort((a, b) => (b.last?.at ?? '').localeCompare(a.last?.at ?? ''))
  matchChildren(list, rows, {
    key: ({ person }) => person.id,
    make: ({ person }) => makeRow(person, select),
    update: (element, { person, last }) => updateRow(element, person, last),
  })
  drawNumbers()
}

/** Moves along the customers with the arrow keys. */
export function moveAlongPeople(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || !(document.activeElement instanceof HTMLButtonElement)) return
  const buttons = [...list.querySelectorAll('button')]
  const next = buttons[buttons.indexOf(document.activeElement) + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

/** Puts the focus where the open customer stands in the list. */
export function focusCurrentPerson(): void {
  list.querySelector<HTMLButtonElement>('[aria-current]')?.focus()
}

function makeRow(person: Customer, select: (id: string) => void): HTMLElement {
  const item = make('li')
  const button = make('button', 'person')
  button.type = 'button'
  button.dataset['testid'] = `customer-${person.id}`
  button.addEventListener('click', () => select(person.id))
  const face = make('span', 'avatar')
  face.setAttribute('aria-hidden', 'true')
  const text = make('span', 'person-text')
  const [first, second] = [make('span', 'person-line'), make('span', 'person-line')]
  const [name, last] = [make('span', 'person-name'), make('span', 'person-last')]
  for (const words of [name, last]) words.dir = 'auto'
  first.append(name, make('span', 'person-time'))
  second.append(make('span', 'person-prefix'), last, make('span', 'count'))
  text.append(first, second)
  button.append(face, text)
  item.append(button)
  return item
}

function updateRow(item: HTMLElement, person: Customer, last: Message | undefined): void {
  const button = item.querySelector('button')
  if (button === null) return
  const part = (name: string): HTMLElement => {
    const element = button.querySelector(`.${name}`)
    if (!(element instanceof HTMLElement)) throw new Error(`A row has no ${name}`)
    return element
  }
  const unread = unreadOf(person)
  button.classList.toggle('unread', unread > 0)
  if (person.id === state.customerId) button.setAttribute('aria-current', 'true')
  else button.removeAttribute('aria-current')
  drawFace(part('avatar'), person)
  write(part('person-name'), person.name)
  write(part('person-time'), last === undefined ? '' : briefTimeOf(last.at, nowMs()))
  write(part('person-prefix'), last?.direction === 'inbound' ? 'You:' : '')
  write(part('person-last'), last === undefined ? person.shownAddress : saysOf(last))
  const count = part('count')
  count.hidden = unread === 0
  write(count, unread === 0 ? '' : String(unread))
  count.setAttribute('aria-label', `${unread} new`)
  count.setAttribute('role', 'img')
}

function drawNumbers(): void {
  const all = targets()
  numberField.hidden = all.length < 2
  const current = target()
  matchChildren(numberSelect, all, {
    key: targetKey,
    make: (each) => {
      const option = make('option')
      option.value = targetKey(each)
      return option
    },
    update: (element, each) => write(element, `${each.name} · ${each.shownNumber}`),
  })
  if (current !== undefined) numberSelect.value = targetKey(current)
}
