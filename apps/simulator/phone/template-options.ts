import { call, type Template } from './api.js'
import { byId, make, matchChildren, write } from './draw.js'
import { state, target } from './state.js'

const section = byId('templates', HTMLElement)
const list = byId('template-list', HTMLDivElement)

/** What WhatsApp may think of a template, in its order. */
const statuses: [status: string, says: string][] = [
  ['unsubmitted', 'Not submitted'],
  ['received', 'Received'],
  ['pending', 'In review'],
  ['approved', 'Approved'],
  ['rejected', 'Rejected'],
  ['paused', 'Paused'],
  ['disabled', 'Disabled'],
]

/** Draws the templates of the account that the open customer writes to; the newest asks for an answer first. */
export function drawTemplates(): void {
  const accountSid = target()?.accountSid
  const own = (state.snapshot?.templates ?? []).filter((each) => each.accountSid === accountSid).toReversed()
  section.hidden = own.length === 0
  matchChildren(list, own, { key: ({ sid }) => sid, make: makeRow, update: updateRow })
}

/** Lets WhatsApp decide by the lists. `run` shows what a refused call says. */
export function startTemplates(run: (work: () => Promise<unknown>) => void): void {
  list.addEventListener('change', ({ target: changed }) => {
    if (!(changed instanceof HTMLSelectElement)) return
    const { sid = '' } = changed.dataset
    run(() => call('PUT', `/templates/${sid}`, { status: changed.value }))
  })
}

function makeRow({ sid, name }: Template): HTMLElement {
  const row = make('label', 'row template-row')
  const words = make('span', 'grow')
  words.append(make('b', '', name), make('small', 'cut'))
  const select = make('select', 'choice')
  select.dataset['sid'] = sid
  select.dataset['testid'] = `template-${name}`
  select.append(...statuses.map(([status, says]) => new Option(says, status)))
  row.append(words, select)
  return row
}

function updateRow(row: HTMLElement, { body, status, rejectionReason }: Template): void {
  const [about, select] = [row.querySelector('small'), row.querySelector('select')]
  if (about !== null) {
    write(about, rejectionReason === '' ? body : rejectionReason)
    // Why it was rejected is read whole.
    about.classList.toggle('cut', rejectionReason === '')
    about.dir = 'auto'
  }
  if (select !== null) select.value = status
}
