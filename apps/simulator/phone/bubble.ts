import type { Message } from './api.js'
import { icon, make, timeOf, write } from './draw.js'
import { saysOf } from './says.js'

/** One line of a chat: a day, or a message. */
export type Line =
  | { key: string; day: string }
  | {
      key: string
      message: Message
      /** The first of a group. */
      turn: boolean
      /** The last of a group, which bears its time. */
      ends: boolean
    }

/** A message as it comes in; `updateMessage` fills it. */
export function makeMessage({ direction }: Message, fresh: boolean): HTMLElement {
  const item = make('div', `message${direction === 'inbound' ? ' mine' : ''}${fresh ? ' fresh' : ''}`)
  item.dataset['testid'] = 'phone-message'
  item.dataset['direction'] = direction
  const bubble = make('div', 'bubble')
  const words = make('div', 'words')
  words.dir = 'auto'
  words.append(make('span', 'text'), make('span', 'stamp'))
  bubble.append(words)
  item.append(make('span', 'sr', direction === 'inbound' ? 'You: ' : 'Answer: '), bubble)
  return item
}

/** Draws what a message says, when, and how it fared. */
export function updateMessage(
  item: HTMLElement,
  { message, turn, ends }: Extract<Line, { turn: boolean }>,
): void {
  item.classList.toggle('turn', turn)
  const text = item.querySelector('.text')
  if (text !== null) write(text, saysOf(message))
  const { state, note } = message.direction === 'inbound' ? outcomeOf(message) : { state: 'taken', note: '' }
  // One time a group; what is still under way or went wrong says so where it happened.
  const shownState = ends || state === 'sending' ? state : 'none'
  const drawn = `${timeOf(message.at)} ${shownState} ${note}`
  if (item.dataset['drawn'] === drawn) return
  item.dataset['drawn'] = drawn
  drawStamp(item, message, shownState)
  for (const old of item.querySelectorAll('.under, .again')) old.remove()
  if (note === '') return
  const under = make('div', state === 'refused' ? 'under bad' : 'under', note)
  if (state === 'refused') under.prepend(icon('circle-alert'))
  item.append(under)
  if (state === 'refused') item.append(makeAgain(message))
}

/** The way on after a refusal; `onSendAgain` hears it. */
function makeAgain({ sid }: Message): HTMLButtonElement {
  const button = make('button', 'again', 'Send it again')
  button.type = 'button'
  button.dataset['sid'] = sid
  return button
}

/** Calls back with the message that is to be delivered once more. */
export function onSendAgain(thread: HTMLElement, send: (sid: string) => void): void {
  thread.addEventListener('click', ({ target }) => {
    if (!(target instanceof HTMLButtonElement)) return
    const sid = target.dataset['sid']
    if (sid !== undefined) send(sid)
  })
}

function drawStamp(item: HTMLElement, { at, direction }: Message, state: string): void {
  const stamp = item.querySelector('.stamp')
  if (!(stamp instanceof HTMLElement)) return
  stamp.hidden = state === 'none'
  stamp.replaceChildren(make('time', '', timeOf(at)))
  if (direction !== 'inbound') return
  // What went wrong is said below, with its own sign.
  if (state === 'sending') stamp.append(icon('clock'), make('span', 'sr', 'On its way'))
  if (state === 'taken') stamp.append(icon('check-check'), make('span', 'sr', 'In the inbox'))
}

/** How the inbox took what a customer wrote. */
function outcomeOf(message: Message): { state: 'sending' | 'taken' | 'refused'; note: string } {
  const last = message.deliveries.at(-1)
  if (last === undefined) return { state: message.form === null ? 'taken' : 'sending', note: '' }
  const arrived = message.deliveries.filter(({ status }) => status >= 200 && status < 300).length
  if (arrived > 0) return { state: 'taken', note: arrived > 1 ? `Arrived ${arrived} times` : '' }
  return {
    state: 'refused',
    note: `Not delivered: ${last.status === 0 ? reasonOf(last.error) : refusalOf(last.status)}`,
  }
}

function refusalOf(status: number): string {
  if (status === 400) return 'the inbox doesn’t know this number, or has another token (400).'
  if (status === 404) return 'there’s no inbox at this number’s address (404).'
  if (status >= 500) return `the inbox is in trouble (${status}).`
  return `the inbox refused it (${status}).`
}

function reasonOf(error = ''): string {
  if (error.includes('ECONNREFUSED')) return 'the inbox isn’t running.'
  if (error.includes('ENOTFOUND')) return 'the inbox’s address leads nowhere.'
  if (error.includes('ECONNRESET') || error.includes('hang up')) return 'the connection broke.'
  return error === '' ? 'the inbox didn’t answer.' : error
}
