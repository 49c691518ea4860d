import { avatarKey, avatarTone, initialsOf } from '@cloudpa/face/avatar'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import {
  addressesOf,
  bareAddress,
  type Account,
  type Customer,
  type Message,
  type Template,
} from '../model.js'
import { wordsOf } from '../templates.js'

/** A message as the control API and the phone show it. */
export function presentMessage(message: Message) {
  const { createdAtMs, updatedAtMs, sentAtMs, ...rest } = message
  return {
    ...rest,
    body: message.content.body,
    at: new Date(createdAtMs).toISOString(),
    updatedAt: new Date(updatedAtMs).toISOString(),
    sentAt: sentAtMs === null ? null : new Date(sentAtMs).toISOString(),
  }
}

/** A customer, with the face and the address that the inbox shows of them. */
export function presentCustomer(customer: Customer) {
  return {
    ...customer,
    address: addressesOf(customer)[0] ?? '',
    tone: avatarTone(avatarKey(customer)),
    initials: initialsOf(customer.name),
    shownAddress: shownAddress(customer),
  }
}

/** The number as people of its country group it, else the name somebody goes by without one. */
function shownAddress({ phone, userId, username }: Customer): string {
  if (phone !== null) return shownNumber(phone)
  return username === null ? (userId ?? '') : `@${username}`
}

function shownNumber(address: string): string {
  const bare = bareAddress(address)
  return parsePhoneNumberFromString(bare)?.formatInternational() ?? bare
}

/** An account without its secrets: who registered it has it. */
export function presentAccount(account: Account) {
  const { sid, friendlyName, status } = account
  const numbers = account.numbers.map((each) => ({ ...each, shownNumber: shownNumber(each.number) }))
  const apiKeys = account.apiKeys.map(({ secret: _secret, ...key }) => key)
  return { accountSid: sid, friendlyName, status, numbers, apiKeys }
}

/** A template, with what WhatsApp thinks of it or `unsubmitted`. */
export function presentTemplate(template: Template) {
  const { sid, accountSid, friendlyName, language, approval } = template
  return {
    sid,
    accountSid,
    name: approval?.name ?? friendlyName,
    language,
    body: wordsOf(template),
    category: approval?.category ?? null,
    status: approval?.status ?? 'unsubmitted',
    rejectionReason: approval?.rejectionReason ?? '',
  }
}
