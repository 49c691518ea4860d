import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Account } from '../model.js'
import { sameSecret } from '../secret.js'
import type { Store } from '../store.js'
import { TwilioError } from './errors.js'

/** Who a request comes from. */
export interface Caller {
  account: Account
  /** Whether its credentials open the account itself too: the auth token, or a main key. */
  main: boolean
}

/** Answers a request of an account's. */
type Handle = (account: Account, request: FastifyRequest, reply: FastifyReply, caller: Caller) => unknown

/** Lets a route be answered for whoever proves to be the account in its path, and for nobody else. */
export type WithAccount = (
  handle: Handle,
) => (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/** The account whose Basic credentials (AccountSid:AuthToken, or an API key's) come with a request for that account. */
export function authenticate(
  store: Store,
  authorization: string | undefined,
  pathSid: string | undefined,
): Caller {
  const [user, secret] = credentialsOf(authorization)
  if (user === '') throw refusal()
  const caller = user.startsWith('SK') ? callerByKey(store, user, secret) : callerByToken(store, user, secret)
  if (pathSid !== undefined && pathSid !== caller.account.sid) throw refusal()
  return caller
}

function callerByToken(store: Store, sid: string, token: string): Caller {
  const account = store.accounts.get(sid)
  if (account === undefined) {
    // Twilio says only "Authenticate"; whoever reads this has real credentials and the wrong door.
    throw refusal(
      `Authenticate: ${sid} is not known here. This is the simulator and it only knows registered accounts; ` +
        'start with DEMO=0 to talk to Twilio.',
    )
  }
  if (!sameSecret(token, account.authToken)) throw refusal()
  return { account, main: true }
}

function callerByKey(store: Store, sid: string, secret: string): Caller {
  for (const account of store.accounts.values()) {
    const key = account.apiKeys.find((each) => each.sid === sid)
    if (key !== undefined && sameSecret(secret, key.secret)) return { account, main: key.kind === 'main' }
  }
  throw refusal()
}

/** What Twilio says of every wrong credential. */
export function refusal(message = 'Authenticate'): TwilioError {
  return new TwilioError(401, 20003, message)
}

function credentialsOf(authorization: string | undefined): [sid: string, token: string] {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1] ?? ''
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  return colon === -1 ? ['', ''] : [decoded.slice(0, colon), decoded.slice(colon + 1)]
}
