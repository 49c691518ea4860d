import type { Message } from './api.js'
import { byId, dayOf, hueClass, initials, make, matchChildren, timeOf, write } from './draw.js'
import { chatOf, customer, handleOf, keyOf, readable, state, target } from './state.js'

const thread = byId('thread', HTMLDivElement)
const title = byId('chat-title', HTMLHeadingElement)
const subtitle = byId('chat-subtitle', HTMLParagraphElement)
const avatar = byId('chat-avatar', HTMLSpanElement)
const banner = byId('banner', HTMLParagraphElement)
const compose = byId('compose-text', HTMLTextAreaElement)
const send = byId('send', HTMLButtonElement)

interface Line {
  key: string
  message: Message | undefined
  day: string
  /** The first of several by the same side within two minutes. */
  turn: boolean
}

let drawnChat = ''

/** Draws the open chat; it follows new messages only when its end was in sight. */
export function drawThread(): void {
  const person = customer()
  const number = target()
  const chat = `${person?.id ?? ''} ${number?.number ?? ''}`
  const switched = chat !== drawnChat
  drawnChat = chat
  drawHead()
  drawBanner()
  const wasAtEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 48
  if (switched) {
    // A screen reader hears what is new, not a whole chat when another one is opened.
    thread.setAttribute('aria-busy', 'true')
    thread.replaceChildren()
  }
  const lines = person === undefined ? [] : linesOf(chatOf(person))
  const empty = emptyText()
  matchChildren(
    thread,
    lines.length > 0 ? lines : [{ key: 'empty', message: undefined, day: empty, turn: false }],
    {
      key: (line) => line.key,
      make: (line) => makeLine(line, !switched),
      update: updateLine,
    },
  )
  if (switched || wasAtEnd) thread.scrollTop = thread.scrollHeight
  if (switched) requestAnimationFrame(() => thread.removeAttribute('aria-busy'))
  drawComposer()
}

export function drawComposer(): void {
  const blocked = customer() === undefined || target() === undefined || customer()?.phoneOff === true
  compose.disabled = blocked
  send.disabled = blocked || compose.value.trim() === ''
}

function drawHead(): void {
  const person = customer()
  const number = target()
  write(title, person?.name ?? 'Nobody selected')
  const writesTo = number === undefined ? 'no number yet' : readable(number.number)
  write(subtitle, person === undefined ? '' : `${handleOf(person)} → ${writesTo}`)
  avatar.hidden = person === undefined
  if (person === undefined) return
  avatar.className = `avatar small ${hueClass(person.id)}`
  write(avatar, initials(person.name))
}

function drawBanner(): void {
  const problem = state.connected ? state.problem : 'The simulator does not answer. Trying again…'
  const off = customer()?.phoneOff === true ? 'This phone is off. Replies wait until it is on again.' : null
  const text = problem ?? off ?? ''
  banner.hidden = text === ''
  banner.classList.toggle('bad', problem !== null)
  write(banner, text)
}

function emptyText(): string {
  const person = customer()
  if (target() === undefined) return 'No number is registered yet. Start the demo, or register one.'
  if (person === undefined) return 'Pick a customer to write as.'
  return `Write the first message as ${person.name.split(' ')[0] ?? person.name}.`
}

function linesOf(messages: Message[]): Line[] {
  const nowMs = Date.parse(state.snapshot?.now ?? '') || Date.now()
  const lines: Line[] = []
  let previous: Message | undefined
  let day = ''
  for (const message of messages) {
    const messageDay = dayOf(message.at, nowMs)
    if (messageDay !== day) {
      lines.push({
        key: `day ${new Date(message.at).toDateString()}`,
        message: undefined,
        day: messageDay,
        turn: false,
      })
      previous = undefined
    }
    day = messageDay
    const gapMs = previous === undefined ? Infinity : Date.parse(message.at) - Date.parse(previous.at)
    const turn = previous?.direction !== message.direction || gapMs > 120_000
    lines.push({ key: keyOf(message), message, day, turn })
    previous = message
  }
  return lines
}

function makeLine({ key, message }: Line, fresh: boolean): HTMLElement {
  if (message === undefined) return make('div', key === 'empty' ? 'empty' : 'day')
  const item = make('div', fresh ? 'fresh' : '')
  item.dataset['testid'] = 'phone-message'
  item.dataset['direction'] = message.direction
  const bubble = make('div', 'bubble')
  bubble.append(
    make('span', 'sr', message.direction === 'inbound' ? 'You: ' : 'Reply: '),
    make('bdi', 'text'),
    make('span', 'meta'),
  )
  item.append(bubble, make('span', 'refused'))
  return item
}

function updateLine(item: HTMLElement, { message, day, turn }: Line): void {
  if (message === undefined) {
    write(item, day)
    return
  }
  const mine = message.direction === 'inbound'
  item.classList.add('message')
  item.classList.toggle('mine', mine)
  item.classList.toggle('turn', turn)
  const outcome = mine ? outcomeOf(message) : { mark: '', refusal: '' }
  for (const [name, text] of [
    ['text', message.body === '' ? 'Something that is not text' : message.body],
    ['meta', `${timeOf(message.at)}${outcome.mark}`],
    ['refused', outcome.refusal],
  ] as const) {
    const part = item.querySelector(`.${name}`)
    if (part !== null) write(part, text)
  }
}

/** How the product took what a customer wrote, said quietly unless it was refused. */
function outcomeOf(message: Message): { mark: string; refusal: string } {
  const last = message.deliveries.at(-1)
  if (last === undefined) return { mark: ' ·', refusal: '' }
  const arrived = message.deliveries.filter(({ status }) => status >= 200 && status < 300).length
  if (arrived > 1) return { mark: ` ✓ ${arrived}×`, refusal: '' }
  if (arrived === 1) return { mark: ' ✓', refusal: '' }
  const refusal = last.status === 0 ? `Not delivered · ${reasonOf(last.error)}` : `Refused · ${last.status}`
  return { mark: '', refusal }
}

function reasonOf(error = ''): string {
  if (error.includes('ECONNREFUSED')) return 'nobody listens there'
  if (error.includes('ENOTFOUND')) return 'no such host'
  if (error.includes('ECONNRESET') || error.includes('hang up')) return 'the connection broke'
  return error === '' ? 'no answer' : error
}
