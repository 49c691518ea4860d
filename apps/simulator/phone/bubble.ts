import type { InboundMessage, Message } from './api.js'
import { hasWords, viewContent } from './content-view.js'
import { icon, iconButton, make, timeOf } from './draw.js'
import { formatText } from './format-text.js'
import { outcomeOf, type Outcome } from './outcome.js'
import { viewTemplateFoot } from './template-view.js'
import { saysOf } from './says.js'
import { messageOf } from './state.js'

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
export function makeMessage({ direction, sid }: Message, fresh: boolean): HTMLElement {
  const item = make('div', `message${direction === 'inbound' ? ' mine' : ''}${fresh ? ' fresh' : ''}`)
  item.dataset['testid'] = 'phone-message'
  item.dataset['direction'] = direction
  item.dataset['sid'] = sid
  const more = iconButton('ellipsis', 'Message options', 'icon-button more')
  more.tabIndex = -1
  more.setAttribute('aria-haspopup', 'menu')
  more.dataset['testid'] = 'phone-more'
  const line = make('div', 'bubble-line')
  line.append(make('div', 'bubble'), more)
  item.append(make('span', 'sr', direction === 'inbound' ? 'You: ' : 'Answer: '), line)
  return item
}

/** Draws what a message carries and says, when, and how it fared. */
export function updateMessage(
  item: HTMLElement,
  { message, turn, ends }: Extract<Line, { turn: boolean }>,
): void {
  item.classList.toggle('turn', turn)
  drawContent(item, message)
  const outcome = outcomeOf(message)
  // One time a group; what is still under way or went wrong says so where it happened.
  const shownState = ends || outcome.state === 'sending' ? outcome.state : 'none'
  const drawn = `${timeOf(message.at)} ${shownState} ${outcome.note}`
  if (item.dataset['drawn'] === drawn) return
  item.dataset['drawn'] = drawn
  item.classList.toggle('lost', outcome.state === 'lost')
  drawStamp(item, message, shownState)
  drawNote(item, message, outcome)
}

/** What it carries stays as it was drawn: a file that plays goes on playing. */
function drawContent(item: HTMLElement, message: Message): void {
  const { content } = message
  const file = content.kind === 'template' ? content.face.file : null
  const drawn = `${content.kind} ${message.errorCode ?? ''} ${file?.sid ?? ''}`
  if (item.dataset['content'] === drawn) return
  item.dataset['content'] = drawn
  item.dataset['kind'] = message.content.kind
  // Its stamp is new, and has to be written.
  delete item.dataset['drawn']
  const bubble = item.querySelector('.bubble')
  const words = make('div', 'words')
  words.dir = 'auto'
  const carried = viewContent(message)
  const text = make('span', 'text')
  if (hasWords(message.content)) text.append(...formatText(message.content.body))
  else text.append(saysOf(message))
  // What is drawn needs no words for the eye.
  text.classList.toggle('sr', carried.length > 0 && !hasWords(message.content))
  words.append(text, make('span', 'stamp'))
  const context = message.direction === 'inbound' ? viewContext(message) : []
  const below = content.kind === 'template' ? viewTemplateFoot(content.face) : []
  bubble?.replaceChildren(...context, ...carried, words, ...below)
}

/** What a customer's message stands in: forwarded, an answer, from an advertisement. */
function viewContext({ context }: InboundMessage): HTMLElement[] {
  const parts: HTMLElement[] = []
  if (context.forwarded !== null) {
    const line = make('p', 'kind-note')
    line.append(icon('forward'), context.forwarded === 'often' ? 'Forwarded many times' : 'Forwarded')
    parts.push(line)
  }
  if (context.referral !== null) {
    const { headline, body, sourceUrl } = context.referral
    const well = make('div', 'well referral')
    const words = make('span', 'grow')
    words.append(make('b', '', headline ?? 'Ad'))
    for (const each of [body, sourceUrl]) if (each !== null) words.append(make('span', 'meta cut', each))
    well.append(icon('megaphone', 'small'), words)
    parts.push(well)
  }
  if (context.quotedSid !== null) parts.push(viewQuote(context.quotedSid))
  return parts
}

function viewQuote(sid: string): HTMLElement {
  const quoted = messageOf(sid)
  const quote = make('button', 'quote')
  quote.type = 'button'
  quote.tabIndex = -1
  quote.dataset['quoted'] = sid
  quote.disabled = quoted === undefined
  const said = make('span', 'cut', quoted === undefined ? 'A message that isn’t here' : saysOf(quoted))
  said.dir = 'auto'
  quote.append(make('b', '', quoted?.direction === 'inbound' ? 'You' : 'The business'), said)
  return quote
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

function drawNote(item: HTMLElement, { sid }: Message, { state, note }: Outcome): void {
  for (const old of item.querySelectorAll('.under, .ways')) old.remove()
  if (note === '') return
  const bad = state === 'refused' || state === 'lost'
  const under = make('div', bad ? 'under bad' : 'under', note)
  if (bad) under.prepend(icon('circle-alert'))
  item.append(under)
  if (state !== 'refused') return
  const again = make('button', 'again', 'Send again')
  again.type = 'button'
  again.dataset['again'] = sid
  const why = make('a', 'again', 'See why')
  why.href = `/inspector?find=${sid}`
  const ways = make('div', 'ways')
  ways.append(again, why)
  item.append(ways)
}
