import type { InboundMessage, Message, OutboundMessage } from './api.js'

/** How a message fared, and a sentence where there is something to say. */
export interface Outcome {
  state: 'sending' | 'taken' | 'refused' | 'lost'
  note: string
}

/** How the inbox took what a customer wrote, or whether an answer reached the phone. */
export function outcomeOf(message: Message): Outcome {
  return message.direction === 'inbound' ? outcomeOfWritten(message) : outcomeOfAnswer(message)
}

function outcomeOfWritten(message: InboundMessage): Outcome {
  const last = message.deliveries.at(-1)
  if (last === undefined) return { state: message.posted === null ? 'taken' : 'sending', note: '' }
  const arrived = message.deliveries.filter(({ status }) => status >= 200 && status < 300).length
  if (arrived > 0) return { state: 'taken', note: arrived > 1 ? `Arrived ${arrived} times` : '' }
  return {
    state: 'refused',
    note: `Not delivered: ${last.status === 0 ? reasonOf(last.error) : refusalOf(last.status)}`,
  }
}

function outcomeOfAnswer({ status, errorCode }: OutboundMessage): Outcome {
  if (status !== 'failed' && status !== 'undelivered') return { state: 'taken', note: '' }
  return { state: 'lost', note: `Never reached this phone: ${failureOf(errorCode)}` }
}

/** What a webhook's status says of the inbox. */
export function refusalOf(status: number): string {
  if (status === 400) return 'the inbox doesn’t know this number, or has another token (400).'
  if (status === 404) return 'there’s no inbox at this number’s address (404).'
  if (status >= 500) return `the inbox is in trouble (${status}).`
  return `the inbox refused it (${status}).`
}

/** What no answer at all says of the inbox. */
export function reasonOf(error = ''): string {
  if (error.includes('ECONNREFUSED')) return 'the inbox isn’t running.'
  if (error.includes('ENOTFOUND')) return 'the inbox’s address doesn’t exist.'
  if (error.includes('ECONNRESET') || error.includes('hang up')) return 'the connection broke.'
  return error === '' ? 'the inbox didn’t answer.' : error
}

/** Twilio's codes that an answer fails with, in words (twilio.com/docs/api/errors). */
const failures: Record<number, string> = {
  63003: 'this isn’t a WhatsApp address',
  63013: 'it broke WhatsApp’s rules',
  63014: 'this customer blocked the number',
  63015: 'this phone hasn’t joined the sandbox',
  63016: 'it’s been over 24 hours since this customer wrote, so only a template gets through',
  63018: 'too many messages in too short a time',
  63019: 'Twilio couldn’t fetch its file',
  63020: 'the business has to accept an invitation from Twilio first',
  63021: 'WhatsApp refused its content',
  63024: 'this number isn’t on WhatsApp',
  63027: 'the template no longer exists',
  63028: 'a variable of the template has no value',
  63032: 'WhatsApp doesn’t let this business write to this customer now',
  63040: 'WhatsApp rejected the template',
  63041: 'WhatsApp paused the template',
  63042: 'WhatsApp disabled the template',
}

function failureOf(code: number | null): string {
  if (code === null) return 'Twilio doesn’t say why.'
  return `${failures[code] ?? 'Twilio gives only a code'} (${code}).`
}
