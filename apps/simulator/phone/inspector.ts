import { announce } from './announce.js'
import { call, listen } from './api.js'
import { byId, icon, make, matchChildren, write } from './draw.js'
import { isRefused, titleOf, type Exchange } from './exchange.js'
import { statusText, viewExchange } from './exchange-view.js'

const desk = byId('desk', HTMLDivElement)
const list = byId('exchanges', HTMLUListElement)
const detail = byId('detail', HTMLElement)
const find = byId('find', HTMLInputElement)
const show = byId('show', HTMLSelectElement)
const none = byId('none', HTMLParagraphElement)
const problem = byId('problem', HTMLParagraphElement)
const pollMs = 3_000

let exchanges: Exchange[] = []
let openId: number | undefined
let drawnId: number | undefined
let loading: Promise<void> | undefined

/** The newest first, those that the filter lets through. */
function shown(): Exchange[] {
  const words = find.value.trim().toLowerCase()
  const fits = (exchange: Exchange): boolean => {
    if (show.value === 'refused' && !isRefused(exchange)) return false
    if ((show.value === 'in' || show.value === 'out') && exchange.direction !== show.value) return false
    const { method, url, status, responseBody } = exchange
    // As it was written, not as it is encoded.
    const said = decodeURIComponent(
      exchange.requestBody.replaceAll('+', ' ').replace(/%(?![\da-f]{2})/gi, '%25'),
    )
    return `${method} ${url} ${status} ${said} ${responseBody}`.toLowerCase().includes(words)
  }
  return exchanges.filter(fits).toReversed()
}

function draw(): void {
  const rows = shown()
  matchChildren(list, rows, { key: ({ id }) => String(id), make: makeRow, update: updateRow })
  none.hidden = rows.length > 0
  write(
    none,
    exchanges.length === 0
      ? 'No requests yet. Write something on the phone.'
      : 'No matches. Search for less, or show all.',
  )
  const exchange = exchanges.find(({ id }) => id === openId)
  // What was answered stays; it is drawn once, so that what is read there keeps its place.
  if (exchange === undefined || drawnId === exchange.id) return
  drawnId = exchange.id
  detail.replaceChildren(...viewExchange(exchange, exchanges, () => void resend(exchange)))
}

function makeRow(exchange: Exchange): HTMLElement {
  const item = make('li')
  const button = make('button', 'exchange')
  button.type = 'button'
  button.dataset['testid'] = 'exchange'
  button.addEventListener('click', () => open(exchange.id, true))
  const arrow = icon(exchange.direction === 'out' ? 'forward' : 'reply', 'small')
  const words = make('span', 'grow')
  const title = make('b', 'cut', titleOf(exchange))
  title.dir = 'auto'
  const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }).format(new Date(exchange.at))
  const who = exchange.direction === 'out' ? 'to the inbox' : 'from the inbox'
  const about = make('span', 'meta', `${time} · ${who} · ${exchange.ms} ms`)
  about.dir = 'ltr'
  words.append(title, about)
  const answer = make('span', isRefused(exchange) ? 'answer bad' : 'answer', statusText(exchange))
  if (isRefused(exchange)) answer.prepend(icon('circle-alert'))
  button.append(arrow, words, answer)
  item.append(button)
  return item
}

function updateRow(item: HTMLElement, { id }: Exchange): void {
  const button = item.querySelector('button')
  if (id === openId) button?.setAttribute('aria-current', 'true')
  else button?.removeAttribute('aria-current')
}

function open(id: number, moves: boolean): void {
  openId = id
  desk.dataset['view'] = 'detail'
  draw()
  detail.scrollTop = 0
  if (moves) detail.querySelector<HTMLElement>('h2')?.focus()
}

function close(): void {
  desk.dataset['view'] = 'list'
  list.querySelector<HTMLElement>('[aria-current]')?.focus()
}

function load(): Promise<void> {
  loading ??= ask().finally(() => (loading = undefined))
  return loading
}

async function ask(): Promise<void> {
  try {
    exchanges = await call<Exchange[]>('GET', '/exchanges')
    problem.hidden = true
  } catch (error) {
    problem.hidden = false
    write(problem, `The simulator doesn’t answer: ${error instanceof Error ? error.message : String(error)}`)
  }
  draw()
}

/** Makes the call once more and opens what came of it. */
async function resend({ id, requestBody }: Exchange): Promise<void> {
  const last = exchanges.at(-1)?.id ?? 0
  try {
    await call('POST', `/exchanges/${id}/resend`, {})
    // One that was under way may know nothing of it.
    await loading
    await load()
    // Others may have been made meanwhile.
    const fresh = exchanges.findLast((other) => other.id > last && other.requestBody === requestBody)
    if (fresh === undefined) return
    open(fresh.id, true)
    announce(`Sent again: ${statusText(fresh)}`)
  } catch (error) {
    problem.hidden = false
    write(problem, error instanceof Error ? error.message : String(error))
    announce(problem.textContent ?? '')
    drawnId = undefined
    draw()
  }
}

/** Along the list with the arrows, to the filter with a slash, back with Escape. */
function onKey(event: KeyboardEvent): void {
  const { target } = event
  const isWriting = target instanceof HTMLInputElement || target instanceof HTMLSelectElement
  if (event.key === '/' && !isWriting) {
    event.preventDefault()
    find.focus()
  }
  if (event.key === 'Escape' && desk.dataset['view'] === 'detail') close()
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || !(target instanceof HTMLElement)) return
  const buttons = [...list.querySelectorAll('button')]
  const at = buttons.indexOf(target as HTMLButtonElement)
  const next = target === find && step === 1 ? buttons[0] : at === -1 ? undefined : buttons[at + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

find.value = new URL(location.href).searchParams.get('find') ?? ''
find.addEventListener('input', draw)
show.addEventListener('change', draw)
byId('list-back', HTMLButtonElement).addEventListener('click', close)
document.addEventListener('keydown', onKey)
setInterval(() => document.visibilityState === 'visible' && void load(), pollMs)
let soon: number | undefined
const loadSoon = (): void => {
  clearTimeout(soon)
  soon = window.setTimeout(() => void load(), 150)
}
listen({ opened: loadSoon, lost: () => {}, event: loadSoon })
