import { call, type Customer } from './api.js'
import { byId, make } from './draw.js'
import { faultTable, waitingFault, type FaultPlace, type FaultSwitch } from './fault-table.js'
import { customer, state, target } from './state.js'

const groups = byId('faults', HTMLElement)
const switches: [button: HTMLButtonElement, of: FaultSwitch][] = []

/** Puts a switch on the page for each fault. `run` shows what a refused call says. */
export function startFaults(run: (work: () => Promise<unknown>) => void): void {
  for (const { heading, switches: own } of faultTable) {
    const section = make('section')
    section.append(make('h3', '', heading), ...own.map((each) => makeSwitch(each, run)))
    groups.append(section)
  }
}

/** Draws the switches as the faults wait for the open customer. */
export function drawFaults(): void {
  const place = placeOf(customer())
  for (const [button, of] of switches) {
    button.disabled = place === undefined
    const waits = place !== undefined && waitingFault(state.snapshot?.faults ?? [], of, place) !== undefined
    button.setAttribute('aria-checked', String(waits))
  }
}

function makeSwitch(of: FaultSwitch, run: (work: () => Promise<unknown>) => void): HTMLButtonElement {
  const button = make('button', 'row')
  button.type = 'button'
  button.setAttribute('role', 'switch')
  button.dataset['testid'] = `fault-${of.id}`
  const words = make('span')
  words.append(make('b', '', of.says), make('small', '', of.about))
  const knob = make('i', 'knob')
  knob.setAttribute('aria-hidden', 'true')
  button.append(words, knob)
  button.addEventListener('click', () => run(() => toggle(of)))
  switches.push([button, of])
  return button
}

async function toggle(of: FaultSwitch): Promise<void> {
  const place = placeOf(customer())
  if (place === undefined) return
  const waiting = waitingFault(state.snapshot?.faults ?? [], of, place)
  if (waiting === undefined) await call('POST', '/faults', of.fault(place))
  else await call('DELETE', `/faults/${waiting.id}`)
}

function placeOf(person: Customer | undefined): FaultPlace | undefined {
  const accountSid = target()?.accountSid
  if (person === undefined || accountSid === undefined) return undefined
  return { address: person.address, accountSid }
}
