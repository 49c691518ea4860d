import { AsyncLocalStorage } from 'node:async_hooks'
import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import type { Deadline } from '../platform/deadline.js'
import { classifyFailure, isAnswer, type SendFailure } from './classify-failure.js'
import type { TwilioSdk } from './twilio-sdk.js'

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
  private sdk: Promise<TwilioSdk> | undefined
  /** When the call that is being made must be over. The SDK takes no such thing along. */
  private readonly until = new AsyncLocalStorage<Deadline>()

  constructor(@InjectEnv() private readonly env: Env) {}

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
      const { sid, status } = await this.until.run(until, async () =>
        (await this.client(credentials)).messages.create(request),
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
    const listed = await (await this.client(credentials)).messages.list({ from, to, limit: 100 })
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
      const message = await (await this.client(credentials)).messages(sid).fetch()
      const { status, errorCode } = message
      const price = priceOf(message)
      return { kind: 'found', status, errorCode: errorCode ? String(errorCode) : undefined, price }
    } catch (error) {
      if (isAnswer(error) && error.status === 404) return { kind: 'gone' }
      return classifyFailure(error)
    }
  }

  /** @throws the SDK's RestException, or a network error */
  async fetchAccount(credentials: Credentials): Promise<{ status: string; friendlyName: string }> {
    const client = await this.client(credentials)
    const { status, friendlyName } = await client.api.v2010.accounts(credentials.accountSid).fetch()
    return { status, friendlyName }
  }

  /** The SDK is a quarter of all our code, and the start of a process need not wait for it. */
  private async client(credentials: Credentials) {
    this.sdk ??= import('./twilio-sdk.js').then(({ TwilioSdk }) => new TwilioSdk(this.env, this.until))
    return (await this.sdk).client(credentials)
  }
}

/** Twilio writes what it takes as a negative number. */
function priceOf({ price, priceUnit }: { price: string; priceUnit: string }): Price | null {
  return price && priceUnit ? { amount: price.replace(/^-/, ''), currency: priceUnit } : null
}
