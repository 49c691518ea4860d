import { call, type Customer } from './api.js'
import { byId, write } from './draw.js'
import { customer, state } from './state.js'

const panel = byId('options', HTMLElement)
const opener = byId('options-open', HTMLButtonElement)
const closer = byId('options-close', HTMLButtonElement)
const readReceipts = byId('read-receipts', HTMLButtonElement)
const phoneOff = byId('phone-off', HTMLButtonElement)
const sendTwice = byId('send-twice', HTMLButtonElement)
const clock = byId('clock', HTMLElement)
const clockNote = byId('clock-note', HTMLElement)
const failSwitches = [...panel.querySelectorAll('button')].filter(
  (button) => button.dataset['fail'] !== undefined,
)

/** Draws the switches as they stand for the open customer. */
export function drawOptions(): void {
  const person = customer()
  for (const button of [readReceipts, phoneOff, ...failSwitches]) button.disabled = person === undefined
  setSwitch(readReceipts, person?.readReceipts ?? true)
  setSwitch(phoneOff, person?.phoneOff ?? false)
  setSwitch(sendTwice, state.sendTwice)
  for (const button of failSwitches) setSwitch(button, person !== undefined && armed(person, codeOf(button)))
  const { now, offsetMs } = state.snapshot ?? { now: new Date().toISOString(), offsetMs: 0 }
  const format = new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  })
  write(clock, format.format(new Date(now)))
  const days = Math.round(offsetMs / 86_400_000)
  const ahead = days === 1 ? 'A day' : `${days} days`
  write(clockNote, days === 0 ? 'The real time' : `${ahead} ahead of the real time`)
}

/** Makes the switches work. `run` shows what a refused call says. */
export function startOptions(run: (work: () => Promise<unknown>) => void, redraw: () => void): void {
  const change = (fields: (person: Customer) => Partial<Customer>) => () => {
    const person = customer()
    if (person !== undefined)
      run(() => call('PATCH', `/customers/${encodeURIComponent(person.id)}`, fields(person)))
  }
  readReceipts.addEventListener(
    'click',
    change((person) => ({ readReceipts: !person.readReceipts })),
  )
  phoneOff.addEventListener(
    'click',
    change((person) => ({ phoneOff: !person.phoneOff })),
  )
  sendTwice.addEventListener('click', () => {
    state.sendTwice = !state.sendTwice
    redraw()
  })
  for (const button of failSwitches)
    button.addEventListener('click', () => run(() => toggleFailure(codeOf(button))))
  byId('add-day', HTMLButtonElement).addEventListener('click', () =>
    run(() => call('POST', '/clock', { advanceMs: 86_400_000 })),
  )
  opener.addEventListener('click', () => open(!isOpen()))
  closer.addEventListener('click', () => open(false))
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isOpen()) open(false)
  })
  document.addEventListener('pointerdown', ({ target }) => {
    const inside = target instanceof Node && (panel.contains(target) || opener.contains(target))
    if (isOpen() && !inside) open(false)
  })
  // With room for three columns it is always there, and holds nobody back.
  matchMedia('(min-width: 80rem)').addEventListener('change', () => isOpen() && open(false))
}

function isOpen(): boolean {
  return panel.classList.contains('open')
}

/** While it floats above the rest, the keyboard stays in it. */
function open(opens: boolean): void {
  panel.classList.toggle('open', opens)
  opener.setAttribute('aria-expanded', String(opens))
  for (const beneath of ['people-pane', 'device']) byId(beneath, HTMLElement).inert = opens
  if (opens) closer.focus()
  else opener.focus()
}

/** One failure waits at a time; switching the waiting one off takes all waiting faults away. */
async function toggleFailure(code: number): Promise<void> {
  const person = customer()
  if (person === undefined) return
  const wasArmed = armed(person, code)
  await call('DELETE', '/faults')
  if (wasArmed) return
  await call('POST', '/faults', { kind: 'callback-error', code, match: { toIncludes: person.address } })
}

function armed(person: Customer, code: number): boolean {
  const faults = state.snapshot?.faults ?? []
  return faults.some(
    (fault) =>
      fault.kind === 'callback-error' && fault.code === code && fault.match.toIncludes === person.address,
  )
}

function codeOf(button: HTMLButtonElement): number {
  return Number(button.dataset['fail'])
}

function setSwitch(button: HTMLButtonElement, on: boolean): void {
  button.setAttribute('aria-checked', String(on))
}
