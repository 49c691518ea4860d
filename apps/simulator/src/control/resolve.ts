import { person } from '../customers.js'
import {
  bareAddress,
  channelAddress,
  type Account,
  type AccountNumber,
  type Customer,
  type Message,
} from '../model.js'
import type { Store } from '../store.js'
import { ControlError } from './parse.js'

/** The number a request means; without a hint the only registered one. */
export function resolveNumber(
  store: Store,
  hint: { accountSid?: string | undefined; to?: string | undefined },
): { account: Account; number: AccountNumber } {
  const found = store.findNumbers({
    ...(hint.accountSid === undefined ? {} : { accountSid: hint.accountSid }),
    ...(hint.to === undefined ? {} : { number: channelAddress(hint.to) }),
  })
  const [only] = found
  if (only === undefined) {
    const wanted = [hint.to, hint.accountSid].filter((part) => part !== undefined).join(' of ')
    const known = store.findNumbers({}).map(({ account, number }) => `${number.number} of ${account.sid}`)
    throw new ControlError(
      404,
      (wanted === '' ? 'No number is registered' : `${wanted} is not registered`) +
        ' with the simulator. ' +
        `Register one with PUT /_sim/accounts/:accountSid. Registered: ${known.join(', ') || 'nothing yet'}.`,
    )
  }
  if (found.length > 1) {
    const list = found.map(({ account, number }) => `${number.number} of ${account.sid}`).join(', ')
    throw new ControlError(400, `Several numbers match; give accountSid and to. They are: ${list}.`)
  }
  return only
}

/** The customer with this id, phone number or user id; made when nobody is. */
export function resolveCustomer(store: Store, from: string, name: string | undefined): Customer {
  const known = store.customers.get(from) ?? store.customerAt(channelAddress(from))
  if (known !== undefined) return known
  const bare = bareAddress(from)
  const isPhone = /^\+\d{5,15}$/.test(bare)
  if (!isPhone && !/^[A-Z]{2}\.[\w.]+$/.test(bare)) {
    throw new ControlError(
      400,
      `from: ${from} is neither a customer's id, nor a number like +15005550100, nor a user id like US.1234`,
    )
  }
  const customer = person(bare.replace(/^\+/, ''), name ?? bare, isPhone ? { phone: bare } : { userId: bare })
  store.saveCustomer(customer)
  return customer
}

export function resolveMessage(store: Store, sid: string): Message {
  const message = store.anyMessage(sid)
  if (message === undefined) {
    throw new ControlError(404, `No message ${sid} in any registered account; GET /_sim/messages lists them.`)
  }
  return message
}
