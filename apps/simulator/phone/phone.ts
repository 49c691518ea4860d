import { call, listen, type Customer, type FileKind, type Snapshot } from './api.js'
import { announce, tellNews } from './announce.js'
import { startComposing } from './composing.js'
import { byId, timeOf, write } from './draw.js'
import { drawOptions, startOptions } from './options.js'
import { drawPeople, focusCurrentPerson, moveAlongPeople } from './people.js'
import { dropRecording, startRecording } from './record-bar.js'
import { sendContent, sendFile } from './sending.js'
import { customer, keepMessage, nowMs, replaceMessages, state, target, unreadOf } from './state.js'
import { drawComposer, drawThread } from './thread.js'
import { startThread } from './thread-acts.js'

const desk = byId('desk', HTMLDivElement)
const compose = byId('compose', HTMLFormElement)
const narrow = matchMedia('(max-width: 29.99rem)')
const title = byId('chat-title', HTMLHeadingElement)
const text = byId('compose-text', HTMLTextAreaElement)
const numberSelect = byId('number', HTMLSelectElement)
const barTime = byId('bar-time', HTMLSpanElement)

let drawing = false
let reading = false
let loading: Promise<void> | undefined

/** Draws once per frame, however many events came in. */
function redraw(): void {
  if (drawing) return
  drawing = true
  requestAnimationFrame(() => {
    drawing = false
    drawPeople(select)
    drawThread()
    drawOptions()
    write(barTime, timeOf(new Date(nowMs()).toISOString()))
    markRead()
  })
}

async function load(): Promise<void> {
  const snapshot = await call<Snapshot>('GET', '/phone')
  state.snapshot = snapshot
  state.connected = true
  replaceMessages(snapshot.messages)
  if (state.customerId === null || customer() === undefined)
    state.customerId = snapshot.customers[0]?.id ?? null
  redraw()
}

/** Loads what the events only announced; calls during a load share one more. */
function reload(): void {
  if (loading !== undefined) {
    loading = loading.then(load).catch(lost)
    return
  }
  const current = load().catch(lost)
  loading = current
  void current.finally(() => {
    if (loading === current) loading = undefined
  })
}

function lost(): void {
  state.connected = false
  redraw()
}

/** Does something that can be refused, and shows the refusal. */
function run(work: () => Promise<unknown>): void {
  work().then(
    () => {
      state.problem = null
      redraw()
    },
    (error: unknown) => {
      state.problem = error instanceof Error ? error.message : String(error)
      announce(state.problem)
      redraw()
    },
  )
}

function select(id: string): void {
  if (id !== state.customerId) dropRecording()
  // An answer is to one person alone.
  if (id !== state.customerId) state.reply = null
  state.customerId = id
  state.problem = null
  show('chat')
  redraw()
  // Whoever picks a customer means to write; on a touch screen the keyboard comes only when it is asked for.
  requestAnimationFrame(() => (matchMedia('(pointer: coarse)').matches ? title : text).focus())
}

function show(view: 'list' | 'chat'): void {
  desk.dataset['view'] = view
}

/** On a narrow screen a chat is open only when it is the one thing in view. */
function chatInView(): boolean {
  return document.visibilityState === 'visible' && (!narrow.matches || desk.dataset['view'] === 'chat')
}

/** Whoever has the chat open has read it. */
function markRead(): void {
  const person = customer()
  const number = target()
  if (person === undefined || number === undefined || person.phoneOff || reading || !chatInView()) return
  if (unreadOf(person) === 0) return
  reading = true
  const path = `/customers/${encodeURIComponent(person.id)}/read`
  call('POST', path, { accountSid: number.accountSid, number: number.number })
    .catch((error: unknown) => console.warn('reading failed', error))
    .finally(() => {
      reading = false
      redraw()
    })
}

/** Sends what is written, or a file with that as its caption. */
function send(file?: File, kind?: FileKind): void {
  const body = text.value.trim()
  if (customer() === undefined || target() === undefined || (body === '' && file === undefined)) return
  text.value = ''
  grow()
  run(async () => {
    try {
      await (file === undefined ? sendContent({ kind: 'text', body }) : sendFile(file, body, kind))
    } catch (error) {
      // The text goes back where it was: nothing typed is ever lost.
      if (text.value === '') text.value = body
      grow()
      throw error
    }
  })
}

function grow(): void {
  // Where the style can't (field-sizing), the height follows the words by hand.
  if (!CSS.supports('field-sizing', 'content')) {
    text.style.blockSize = 'auto'
    text.style.blockSize = `${Math.min(160, text.scrollHeight)}px`
  }
  drawComposer()
}

compose.addEventListener('submit', (event) => {
  event.preventDefault()
  send()
})
text.addEventListener('input', grow)
text.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  send()
})
startComposing({ sendFile: send, redraw })
startRecording(run, (file) => sendFile(file, '', file.type.startsWith('audio/ogg') ? 'voice' : 'audio'))
byId('back', HTMLButtonElement).addEventListener('click', () => {
  show('list')
  focusCurrentPerson()
})
byId('people', HTMLUListElement).addEventListener('keydown', moveAlongPeople)
byId('new-customer', HTMLButtonElement).addEventListener('click', () =>
  run(async () => {
    const made = await call<Customer>('POST', '/customers', {})
    await load()
    select(made.id)
  }),
)
startThread({
  sendAgain: (sid) => {
    // The button goes with the refusal; the focus must not go with it.
    text.focus()
    run(() => call('POST', `/messages/${sid}/redeliver`, {}))
  },
  redraw,
  run,
})
numberSelect.addEventListener('change', () => {
  dropRecording()
  state.reply = null
  state.targetKey = numberSelect.value
  redraw()
})
document.addEventListener('visibilitychange', redraw)
setInterval(redraw, 20_000)
startOptions(run, redraw)
listen({
  opened: reload,
  lost,
  event: (event) => {
    if (event.kind !== 'message') reload()
    else if (state.snapshot !== undefined) {
      const before = keepMessage(event.message)
      tellNews(event.message, before, chatInView())
      redraw()
    }
  },
})
