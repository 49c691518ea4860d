import { avatarKey, avatarTone, initialsOf } from '@cloudpa/contracts/avatar'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { addressesOf, bareAddress, type Account, type Customer, type Message } from '../model.js'

/** A message as the control API and the phone show it. */
export function presentMessage(message: Message) {
  const { createdAtMs, updatedAtMs, sentAtMs, plannedErrorCode: _planned, ...rest } = message
  return {
    ...rest,
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

/** An account without its token: who registered it has it. */
export function presentAccount(account: Account) {
  const { sid, friendlyName, status } = account
  const numbers = account.numbers.map((each) => ({ ...each, shownNumber: shownNumber(each.number) }))
  return { accountSid: sid, friendlyName, status, numbers }
}
