import { addressesOf, type Account, type Customer, type Message } from '../model.js'

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

export function presentCustomer(customer: Customer) {
  return { ...customer, address: addressesOf(customer)[0] ?? '' }
}

/** An account without its token: who registered it has it. */
export function presentAccount(account: Account) {
  const { sid, friendlyName, status, numbers } = account
  return { accountSid: sid, friendlyName, status, numbers }
}
