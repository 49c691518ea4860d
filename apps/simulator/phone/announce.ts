import type { Message } from './api.js'
import { byId } from './draw.js'
import { saysOf } from './says.js'
import { customer, onPhone, state } from './state.js'

const announcer = byId('announcer', HTMLParagraphElement)

/** Says something to whoever hears the page instead of seeing it. */
export function announce(words: string): void {
  announcer.textContent = words
}

/** Says an answer that has just reached a phone: its words where its chat is open, else only whose it is. */
export function tellNews(message: Message, before: Message | undefined, chatInView: boolean): void {
  const person = state.snapshot?.customers.find(({ id }) => id === message.customerId)
  if (person === undefined || message.direction === 'inbound' || !onPhone(message, person)) return
  if (before !== undefined && onPhone(before, person)) return
  const isOpen = chatInView && customer()?.id === person.id
  announce(isOpen ? `Answer: ${saysOf(message)}` : `${person.name} has an answer`)
}
