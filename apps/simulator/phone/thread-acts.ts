import type { Message, OutboundMessage } from './api.js'
import { announce } from './announce.js'
import { byId } from './draw.js'
import { openForm, type Form } from './form.js'
import { buttonForm, callForm, flowForm, listForm } from './kinds.js'
import { openMenu, type MenuPart } from './menu.js'
import { saysOf } from './says.js'
import { sendContent } from './sending.js'
import { messageOf, state } from './state.js'

const thread = byId('thread', HTMLDivElement)
const text = byId('compose-text', HTMLTextAreaElement)

/** How far a finger draws a message before it is answered, in pixels. */
const swipePx = 56
const holdMs = 450

interface Acts {
  sendAgain: (sid: string) => void
  redraw: () => void
  /** Does something that can be refused, and shows the refusal. */
  run: (work: () => Promise<unknown>) => void
}

/** Makes messages something to act on: by their button, by a finger that holds or draws them, by the arrow keys. */
export function startThread(acts: Acts): void {
  const reply = (message: Message): void => {
    state.reply = message
    acts.redraw()
    text.focus()
  }
  thread.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return
    const again = target.closest<HTMLElement>('[data-again]')?.dataset['again']
    if (again !== undefined) acts.sendAgain(again)
    const quoted = target.closest<HTMLElement>('[data-quoted]')?.dataset['quoted']
    if (quoted !== undefined) goTo(quoted)
    const more = target.closest<HTMLElement>('.more')
    const message = messageAt(target)
    const pressed = target.closest<HTMLElement>('[data-press]')
    if (pressed !== null && message !== undefined) press(pressed, message, acts.run)
    if (more !== null && message !== undefined) openMenu(more, 'Message', partsOf(message, reply))
  })
  thread.addEventListener('keydown', moveAlong)
  startFingers(reply)
}

function partsOf(message: Message, reply: (message: Message) => void): MenuPart[] {
  const parts: MenuPart[] = [
    { icon: 'reply', says: 'Reply', testId: 'act-reply', run: () => reply(message) },
    {
      icon: 'copy',
      says: 'Copy text',
      run: () => copy(saysOf(message)),
    },
    { icon: 'activity', says: 'Webhook log', href: `/inspector?find=${message.sid}` },
  ]
  return message.direction === 'inbound' ? parts : [...answersTo(message), ...parts]
}

/** What can be pressed under a message of the business. */
function answersTo(message: OutboundMessage): MenuPart[] {
  const act = (
    icon: 'mouse-pointer-click' | 'list' | 'clipboard-list' | 'phone-call',
    form: Form,
  ): MenuPart => ({
    icon,
    says: form.title,
    run: () => openForm(form),
  })
  return [
    act('mouse-pointer-click', buttonForm(message)),
    act('list', listForm(message)),
    act('clipboard-list', flowForm(message)),
    act('phone-call', callForm(message)),
  ]
}

/** A button under a template: an answer, a list to answer from, or a code to copy. */
function press(button: HTMLElement, { sid, content }: Message, run: Acts['run']): void {
  if (content.kind !== 'template') return
  const { buttons, items, listButton } = content.face
  const answering = { quotedSid: sid }
  if (button.dataset['press'] === 'list') {
    const parts = items.map(({ id, title, description }): MenuPart => ({
      icon: 'list',
      says: title,
      ...(description === null ? {} : { about: description }),
      run: () => run(() => sendContent({ kind: 'list', body: title, id }, answering)),
    }))
    openMenu(button, listButton ?? 'List', parts)
    return
  }
  const pressed = buttons[Number(button.dataset['press'])]
  if (pressed === undefined) return
  const { kind, text: body, value } = pressed
  if (kind === 'quick_reply') run(() => sendContent({ kind: 'button', body, payload: value }, answering))
  else copy(value ?? '')
}

function copy(words: string): void {
  navigator.clipboard.writeText(words).then(
    () => announce('Copied'),
    () => announce('The browser blocked copying'),
  )
}

function messageAt(target: Element): Message | undefined {
  const sid = target.closest<HTMLElement>('.message')?.dataset['sid']
  return sid === undefined ? undefined : messageOf(sid)
}

/** Shows the message that was answered, which flashes once. */
function goTo(sid: string): void {
  const item = thread.querySelector(`.message[data-sid="${CSS.escape(sid)}"]`)
  if (!(item instanceof HTMLElement)) return
  item.scrollIntoView({ block: 'center' })
  item.classList.remove('flash')
  requestAnimationFrame(() => item.classList.add('flash'))
  item.querySelector<HTMLElement>('.more')?.focus({ preventScroll: true })
}

/** The thread is one stop of Tab; the arrows go from message to message in it. */
function moveAlong(event: KeyboardEvent): void {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
  const target = event.target instanceof HTMLElement ? event.target : thread
  if (target !== thread && !target.classList.contains('more')) return
  const all = [...thread.querySelectorAll<HTMLElement>('.more')]
  const at = all.indexOf(target)
  const next = event.key === 'ArrowDown' ? all[at + 1] : at === -1 ? all.at(-1) : all[at - 1]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

/** A finger that holds a message opens its menu; one that draws it towards the end of the line answers it. */
function startFingers(reply: (message: Message) => void): void {
  let from: { x: number; y: number; item: HTMLElement; hold: number } | undefined
  const end = (): void => {
    if (from === undefined) return
    clearTimeout(from.hold)
    from.item.style.removeProperty('--drawn')
    from = undefined
  }
  thread.addEventListener('pointerdown', ({ pointerType, clientX, clientY, target }) => {
    end()
    const item = target instanceof Element ? target.closest<HTMLElement>('.message') : null
    if (pointerType !== 'touch' || item === null) return
    const hold = window.setTimeout(() => {
      end()
      item.querySelector<HTMLElement>('.more')?.click()
    }, holdMs)
    from = { x: clientX, y: clientY, item, hold }
  })
  thread.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (from === undefined) return
    const along = (clientX - from.x) * (document.dir === 'rtl' ? -1 : 1)
    if (Math.hypot(clientX - from.x, clientY - from.y) > 8) clearTimeout(from.hold)
    from.item.style.setProperty('--drawn', `${Math.max(0, Math.min(along, swipePx + 16))}`)
  })
  thread.addEventListener('pointerup', ({ clientX }) => {
    if (from === undefined) return
    const along = (clientX - from.x) * (document.dir === 'rtl' ? -1 : 1)
    const message = messageAt(from.item)
    end()
    if (along >= swipePx && message !== undefined) reply(message)
  })
  thread.addEventListener('pointercancel', end)
}
