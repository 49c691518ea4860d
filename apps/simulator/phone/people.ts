import type { Customer, Message } from './api.js'
import { byId, hueClass, initials, make, matchChildren, timeOf, write } from './draw.js'
import { chatOf, handleOf, readable, state, target, targetKey, targets, unreadOf } from './state.js'

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

function makeRow(person: Customer, select: (id: string) => void): HTMLElement {
  const item = make('li')
  const button = make('button', 'person')
  button.type = 'button'
  button.dataset['testid'] = `customer-${person.id}`
  button.addEventListener('click', () => select(person.id))
  const avatar = make('span', `avatar ${hueClass(person.id)}`, initials(person.name))
  avatar.setAttribute('aria-hidden', 'true')
  const text = make('span', 'person-text')
  text.append(make('span', 'person-name'), make('span', 'person-last'))
  const side = make('span', 'person-side')
  side.append(make('span', 'person-time'), make('span', 'dot'))
  button.append(avatar, text, side)
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
  const isCurrent = person.id === state.customerId
  button.classList.toggle('unread', unread > 0)
  if (isCurrent) button.setAttribute('aria-current', 'true')
  else button.removeAttribute('aria-current')
  write(part('person-name'), person.name)
  write(part('person-last'), previewOf(person, last))
  write(part('person-time'), last === undefined ? '' : timeOf(last.at))
  const dot = part('dot')
  dot.hidden = unread === 0
  write(dot, unread === 0 ? '' : String(unread))
  dot.setAttribute('aria-label', `${unread} unread`)
}

function previewOf(person: Customer, last: Message | undefined): string {
  if (last === undefined) return handleOf(person)
  const text = last.body === '' ? 'Something that is not text' : last.body
  return last.direction === 'inbound' ? `You: ${text}` : text
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
    update: (element, each) => write(element, `${each.name} · ${readable(each.number)}`),
  })
  if (current !== undefined) numberSelect.value = targetKey(current)
}
