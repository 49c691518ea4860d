import { timingSafeEqual } from 'node:crypto'
import type { Account } from '../model.js'
import type { Store } from '../store.js'
import { TwilioError } from './errors.js'

/** The account whose Basic credentials (AccountSid:AuthToken) come with a request for that account. */
export function authenticate(
  store: Store,
  authorization: string | undefined,
  pathSid: string | undefined,
): Account {
  const [sid, token] = credentialsOf(authorization)
  if (sid === '') throw new TwilioError(401, 20003, 'Authenticate')
  const account = store.accounts.get(sid)
  if (account === undefined) {
    // Twilio says only "Authenticate"; whoever reads this has real credentials and the wrong door.
    const message =
      `Authenticate: ${sid} is not known here. This is the simulator and it only knows registered accounts; ` +
      'start with DEMO=0 to talk to Twilio.'
    throw new TwilioError(401, 20003, message)
  }
  if (!same(token, account.authToken)) throw new TwilioError(401, 20003, 'Authenticate')
  if (pathSid !== undefined && pathSid !== sid) throw new TwilioError(401, 20003, 'Authenticate')
  return account
}

function credentialsOf(authorization: string | undefined): [sid: string, token: string] {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1] ?? ''
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  return colon === -1 ? ['', ''] : [decoded.slice(0, colon), decoded.slice(colon + 1)]
}

function same(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
