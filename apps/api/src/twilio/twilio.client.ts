import { AsyncLocalStorage } from 'node:async_hooks'
import { Injectable } from '@nestjs/common'
import twilio from 'twilio'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import type { Deadline } from '../platform/deadline.js'
import { classifyFailure, NeverBegun, type SendFailure } from './classify-failure.js'
import { standInFor } from './stand-in.js'

export interface Credentials {
  accountSid: string
  authToken: string
}

export interface OutgoingMessage {
  from: string
  messagingServiceSid: string | null
  to: string
  body: string
  statusCallback: string | undefined
}

export type SendOutcome = { kind: 'accepted'; sid: string; status: string } | SendFailure

/** A message as Twilio's list tells it. */
export interface ListedMessage {
  sid: string
  status: string
  body: string
  dateCreated: Date
  errorCode: string | null
  /** What it cost; Twilio knows it some time after it was sent. */
  price: Price | null
}

export interface Price {
  /** A decimal number as text. */
  amount: string
  /** ISO 4217. */
  currency: string
}

/** What Twilio knows of a message; `gone` when it does not know its sid, or no more. */
export type FetchOutcome =
  | { kind: 'found'; status: string; errorCode: string | undefined; price: Price | null }
  | { kind: 'gone' }
  | SendFailure

/** Twilio's REST API, as far as this product calls it. Nothing else in the house knows the SDK. */
@Injectable()
export class TwilioClient {
  private readonly http: twilio.RequestClient
  /** When the call that is being made must be over. The SDK takes no such thing along. */
  private readonly until = new AsyncLocalStorage<Deadline>()

  constructor(@InjectEnv() env: Env) {
    // The SDK's 20 sockets would be a line that all orgs stand in; who may call is decided before.
    const options = {
      timeout: env.TWILIO_TIMEOUT_MS,
      keepAlive: true,
      maxSockets: 1000,
      maxTotalSockets: 1000,
    }
    this.http = new StandInClient(env, options)
    // The SDK's own time-out is about silence: an answer that trickles in would hold a worker for ever.
    this.http.axios.interceptors.request.use((config) => {
      const leftMs = this.until.getStore()?.leftMs() ?? Infinity
      if (leftMs < env.TWILIO_TIMEOUT_MS) throw new NeverBegun('too little of its time was left to begin')
      return { ...config, signal: AbortSignal.timeout(env.TWILIO_TIMEOUT_MS) }
    })
  }

  /**
   * One call to Twilio. Never throws for what Twilio or the network does: the outcome says what is known.
   * @param until when it must be over; one that might take longer is not even begun
   */
  async send(credentials: Credentials, message: OutgoingMessage, until: Deadline): Promise<SendOutcome> {
    const request = {
      to: message.to,
      body: message.body,
      statusCallback: message.statusCallback,
      ...(message.messagingServiceSid && !message.from
        ? { messagingServiceSid: message.messagingServiceSid }
        : { from: message.from }),
    }
    try {
      const { sid, status } = await this.until.run(until, () =>
        this.client(credentials).messages.create(request),
      )
      return { kind: 'accepted', sid, status }
    } catch (error) {
      return classifyFailure(error)
    }
  }

  /**
   * The latest messages Twilio took for this pair of addresses, newest first. Not filtered by date: Twilio's filter is
   * on the date of sending, which a message that still waits there does not have.
   */
  async listSent(credentials: Credentials, from: string, to: string): Promise<ListedMessage[]> {
    const listed = await this.client(credentials).messages.list({ from, to, limit: 100 })
    return listed.map((message) => ({
      sid: message.sid,
      status: message.status,
      body: message.body,
      dateCreated: message.dateCreated,
      errorCode: message.errorCode ? String(message.errorCode) : null,
      price: priceOf(message),
    }))
  }

  /** Asks for one message. Never throws for what Twilio or the network does. */
  async fetchMessage(credentials: Credentials, sid: string): Promise<FetchOutcome> {
    try {
      const message = await this.client(credentials).messages(sid).fetch()
      const { status, errorCode } = message
      const price = priceOf(message)
      return { kind: 'found', status, errorCode: errorCode ? String(errorCode) : undefined, price }
    } catch (error) {
      if (error instanceof twilio.RestException && error.status === 404) return { kind: 'gone' }
      return classifyFailure(error)
    }
  }

  /** @throws the SDK's RestException, or a network error */
  async fetchAccount(credentials: Credentials): Promise<{ status: string; friendlyName: string }> {
    const { status, friendlyName } = await this.client(credentials)
      .api.v2010.accounts(credentials.accountSid)
      .fetch()
    return { status, friendlyName }
  }

  private client({ accountSid, authToken }: Credentials) {
    return twilio(accountSid, authToken, { httpClient: this.http })
  }
}

/** Twilio writes what it takes as a negative number. */
function priceOf({ price, priceUnit }: { price: string; priceUnit: string }): Price | null {
  return price && priceUnit ? { amount: price.replace(/^-/, ''), currency: priceUnit } : null
}

/** Sends `https://HOST/PATH` to `BASE/HOST/PATH` for the accounts for which something else stands in for Twilio. */
class StandInClient extends twilio.RequestClient {
  constructor(
    private readonly env: Env,
    options: ConstructorParameters<typeof twilio.RequestClient>[0],
  ) {
    super(options)
  }

  override request<TData>(options: Parameters<typeof twilio.RequestClient.prototype.request<TData>>[0]) {
    // The SDK signs in as the account.
    const base = standInFor(this.env, options.username ?? '')
    if (!base) return super.request<TData>(options)
    const { host, pathname, search } = new URL(options.uri)
    return super.request<TData>({ ...options, uri: `${base}/${host}${pathname}${search}` })
  }
}
