import type { Account, Message } from '../model.js'
import type { Store } from '../store.js'
import { TwilioError } from './errors.js'
import { wholeNumber } from './paging.js'
import { accountUri, messageResource } from './resource.js'

const filterNames = ['To', 'From', 'DateSent', 'DateSent<', 'DateSent>', 'PageSize'] as const

/** GET Messages.json: newest first; a page token names the last message of the page before it. */
export function listMessages(store: Store, account: Account, query: URLSearchParams): unknown {
  const pageSize = Math.min(wholeNumber(query.get('PageSize'), 50, 1), 1000)
  const page = wholeNumber(query.get('Page'), 0, 0)
  const fits = filterOf(query)
  const { found, more } = pageAfter(store, account, query.get('PageToken'), pageSize, fits)
  const uri = `${accountUri(account.sid)}/Messages.json`
  const at = (number: number, token: string | null): string => {
    const params = new URLSearchParams()
    for (const name of filterNames) {
      const value = query.get(name)
      if (value !== null) params.set(name, value)
    }
    params.set('PageSize', String(pageSize))
    params.set('Page', String(number))
    if (token !== null) params.set('PageToken', token)
    return `${uri}?${params.toString()}`
  }
  const last = found.at(-1)
  return {
    first_page_uri: at(0, null),
    end: Math.max(0, page * pageSize + found.length - 1),
    previous_page_uri: page > 0 ? at(page - 1, null) : null,
    messages: found.map(messageResource),
    uri: at(page, query.get('PageToken')),
    page_size: pageSize,
    start: page * pageSize,
    next_page_uri: more && last !== undefined ? at(page + 1, `PA${last.sid}`) : null,
    page,
  }
}

function pageAfter(
  store: Store,
  account: Account,
  token: string | null,
  pageSize: number,
  fits: (message: Message) => boolean,
): { found: Message[]; more: boolean } {
  const found: Message[] = []
  const last = token === null ? undefined : store.message(account.sid, token.slice(2))
  let begun = last === undefined
  for (let at = store.messages.length - 1; at >= 0; at -= 1) {
    const message = store.messages[at]
    if (message === undefined || message.accountSid !== account.sid) continue
    if (begun && fits(message)) {
      if (found.length === pageSize) return { found, more: true }
      // A repeated sid has one resource at Twilio, however often its webhook was sent.
      if (store.message(account.sid, message.sid) === message) found.push(message)
    }
    if (message === last) begun = true
  }
  return { found, more: false }
}

function filterOf(query: URLSearchParams): (message: Message) => boolean {
  const to = query.get('To')
  const from = query.get('From')
  const on = rangeOf(query.get('DateSent'))
  const before = rangeOf(query.get('DateSent<'))
  const after = rangeOf(query.get('DateSent>'))
  return (message) => {
    // What has not left yet is listed by the moment it was made.
    const atMs = message.sentAtMs ?? message.createdAtMs
    return (
      (to === null || message.to === to) &&
      (from === null || message.from === from) &&
      (on === undefined || (atMs >= on.firstMs && atMs <= on.lastMs)) &&
      (before === undefined || atMs <= before.lastMs) &&
      (after === undefined || atMs >= after.firstMs)
    )
  }
}

/** A date stands for its whole day in GMT, a time for its second. */
function rangeOf(value: string | null): { firstMs: number; lastMs: number } | undefined {
  if (value === null || value === '') return undefined
  const wholeDay = /^\d{4}-\d{2}-\d{2}$/.test(value)
  const firstMs = Date.parse(wholeDay ? `${value}T00:00:00Z` : value)
  if (Number.isNaN(firstMs)) throw new TwilioError(400, 20001, `${value} is not a date`)
  return { firstMs, lastMs: firstMs + (wholeDay ? 86_400_000 : 1000) - 1 }
}
