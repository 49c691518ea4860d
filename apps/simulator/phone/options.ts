import { call, type Customer } from './api.js'
import { byId } from './draw.js'
import { drawClock, startClock } from './clock-options.js'
import { drawFaults, startFaults } from './fault-options.js'
import { fileFaults, type FileFault } from './file-faults.js'
import { customer, state } from './state.js'
import { drawTemplates, startTemplates } from './template-options.js'

const panel = byId('options', HTMLElement)
const opener = byId('options-open', HTMLButtonElement)
const closer = byId('options-close', HTMLButtonElement)
const readReceipts = byId('read-receipts', HTMLButtonElement)
const phoneOff = byId('phone-off', HTMLButtonElement)
const sendTwice = byId('send-twice', HTMLButtonElement)
const forwarded = byId('forwarded', HTMLSelectElement)
const fileFault = byId('file-fault', HTMLSelectElement)
fileFault.append(...fileFaults.map(({ name, says }) => new Option(says, name)))
const written = byId('written', HTMLSelectElement)

/** Draws the switches as they stand for the open customer. */
export function drawOptions(): void {
  const person = customer()
  for (const button of [readReceipts, phoneOff]) button.disabled = person === undefined
  setSwitch(readReceipts, person?.readReceipts ?? true)
  setSwitch(phoneOff, person?.phoneOff ?? false)
  setSwitch(sendTwice, state.sendTwice)
  forwarded.value = state.forwarded ?? ''
  fileFault.value = state.fileFault
  written.value = String(state.agoMs / 60_000)
  drawFaults()
  drawTemplates()
  drawClock()
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
  forwarded.addEventListener('change', () => {
    state.forwarded = forwarded.value === 'once' || forwarded.value === 'often' ? forwarded.value : null
    redraw()
  })
  fileFault.addEventListener('change', () => {
    state.fileFault = fileFault.value as FileFault
    redraw()
  })
  written.addEventListener('change', () => {
    state.agoMs = Number(written.value) * 60_000
    redraw()
  })
  startClock(run)
  startFaults(run)
  startTemplates(run)
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

function setSwitch(button: HTMLButtonElement, on: boolean): void {
  button.setAttribute('aria-checked', String(on))
}
