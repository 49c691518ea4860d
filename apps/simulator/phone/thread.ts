import { byId, dayOf, drawFace, icon, iconButton, make, matchChildren, write } from './draw.js'
import { makeMessage, updateMessage, type Line } from './bubble.js'
import { saysOf } from './says.js'
import { customer, firstNameOf, keyOf, nowMs, shownOf, state, target, targets, waitingOf } from './state.js'

const thread = byId('thread', HTMLDivElement)
const title = byId('chat-title', HTMLHeadingElement)
const subtitle = byId('chat-subtitle', HTMLParagraphElement)
const face = byId('chat-avatar', HTMLSpanElement)
const banner = byId('banner', HTMLParagraphElement)
const compose = byId('compose-text', HTMLTextAreaElement)
const send = byId('send', HTMLButtonElement)
const record = byId('record', HTMLButtonElement)
const marks = byId('marks', HTMLDivElement)
const attach = byId('attach', HTMLButtonElement)

let drawnChat = ''
let atEnd = true

thread.addEventListener('scroll', () => {
  atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 48
})
// A composer that grows, a keyboard that rises, a picture that comes: none hides the end.
const sizes = new ResizeObserver(() => atEnd && toEnd())
sizes.observe(thread)

function toEnd(): void {
  thread.scrollTop = thread.scrollHeight
}

/** Draws the open chat; it follows new messages only when its end was in sight. */
export function drawThread(): void {
  // Until the first answer nothing is known, and nothing is said.
  if (state.snapshot === undefined && state.connected) return
  const person = customer()
  const chat = `${person?.id ?? ''} ${target()?.number ?? ''}`
  const switched = chat !== drawnChat
  drawnChat = chat
  drawHead()
  drawBanner()
  if (switched) thread.replaceChildren()
  const lines = person === undefined ? [] : linesOf(person)
  matchChildren<Line | 'empty'>(thread, lines.length > 0 ? lines : ['empty'], {
    key: (line) => (line === 'empty' ? line : line.key),
    make: (line) => (line === 'empty' ? makeEmpty() : makeLine(line, !switched)),
    update: (element, line) => (line === 'empty' ? undefined : updateLine(element, line)),
  })
  if (switched || atEnd) toEnd()
  drawComposer()
}

/** Says in the composer what it can do now. */
export function drawComposer(): void {
  const person = customer()
  const blocked = person === undefined || target() === undefined || person.phoneOff
  compose.disabled = blocked
  attach.disabled = blocked
  compose.placeholder = person === undefined ? '' : `Write as ${firstNameOf(person)}…`
  // One thing at a time: what is written can be sent, and before that something can be said.
  const empty = compose.value.trim() === ''
  send.disabled = blocked || empty
  send.hidden = empty
  record.hidden = !empty
  record.disabled = blocked
  drawMarks()
}

/** What the next message will be: an answer, or forwarded. */
function drawMarks(): void {
  const { reply, forwarded } = state
  marks.hidden = reply === null && forwarded === null
  const drawn = `${reply?.sid ?? ''} ${forwarded ?? ''}`
  if (marks.dataset['drawn'] === drawn) return
  marks.dataset['drawn'] = drawn
  marks.replaceChildren()
  if (reply !== null) {
    const whose = reply.direction === 'inbound' ? 'yourself' : 'the business'
    marks.append(makeMark('reply', `Reply to ${whose}`, saysOf(reply)))
  }
  if (forwarded !== null)
    marks.append(makeMark('forwarded', forwarded === 'often' ? 'Forwarded many times' : 'Forwarded', ''))
}

function makeMark(name: 'reply' | 'forwarded', head: string, words: string): HTMLElement {
  const mark = make('div', 'mark-line')
  const said = make('span', 'cut', words)
  said.dir = 'auto'
  const off = iconButton('x', `Remove: ${head}`)
  off.dataset['mark'] = name
  const text = make('span', 'grow')
  text.append(make('b', '', head), said)
  mark.append(icon(name === 'reply' ? 'reply' : 'forward', 'small'), text, off)
  return mark
}

function drawHead(): void {
  const person = customer()
  const number = target()
  write(title, person === undefined ? 'No customer yet' : `You’re ${person.name}`)
  subtitle.hidden = targets().length > 1
  write(subtitle, number === undefined ? '' : `to ${number.name} · ${number.shownNumber}`)
  face.hidden = person === undefined
  if (person !== undefined) drawFace(face, person)
}

function drawBanner(): void {
  const problem = state.connected ? state.problem : 'The simulated phone lost its connection. Trying again…'
  const text = problem ?? offText()
  banner.hidden = text === ''
  banner.classList.toggle('bad', problem !== null)
  write(banner, text)
}

function offText(): string {
  const person = customer()
  if (person?.phoneOff !== true) return ''
  const waiting = waitingOf(person)
  if (waiting === 0) return 'This phone is off. Answers wait until it’s on again.'
  return `This phone is off. ${waiting === 1 ? 'One answer waits' : `${waiting} answers wait`} until it’s on again.`
}

function makeEmpty(): HTMLElement {
  const person = customer()
  const number = target()
  const [head, body] =
    number === undefined
      ? ['No inbox yet', 'Start the demo, or connect this simulator’s number to an inbox.']
      : person === undefined
        ? ['Nobody to write as', 'Add a customer, then write to the inbox as them.']
        : [`Say hello as ${firstNameOf(person)}`, `${number.name} sees it in the inbox at once.`]
  const empty = make('p', 'empty')
  empty.append(make('b', '', head), body)
  return empty
}

/** The days, and the messages in groups of one side within two minutes. */
function linesOf(person: NonNullable<ReturnType<typeof customer>>): Line[] {
  const lines: Line[] = []
  let last: Extract<Line, { message: unknown }> | undefined
  for (const message of shownOf(person)) {
    const day = dayOf(message.at, nowMs())
    const newDay = lines.findLast((line) => 'day' in line)?.key !== `day ${day}`
    if (newDay) lines.push({ key: `day ${day}`, day })
    const near = last !== undefined && Date.parse(message.at) - Date.parse(last.message.at) <= 120_000
    const turn = newDay || !near || last?.message.direction !== message.direction
    if (last !== undefined && !turn) last.ends = false
    last = { key: keyOf(message), message, turn, ends: true }
    lines.push(last)
  }
  return lines
}

function makeLine(line: Line, fresh: boolean): HTMLElement {
  if ('day' in line) return make('p', 'day')
  const item = makeMessage(line.message, fresh)
  sizes.observe(item)
  // Whoever sends something sees it go.
  if (fresh && line.message.direction === 'inbound') atEnd = true
  return item
}

function updateLine(element: HTMLElement, line: Line): void {
  if ('day' in line) write(element, line.day)
  else updateMessage(element, line)
}
