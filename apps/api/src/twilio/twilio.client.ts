import { AsyncLocalStorage } from 'node:async_hooks'
import { Injectable } from '@nestjs/common'
import type { Env } from '../env.js'
import { InjectEnv } from '../platform/config.js'
import type { Deadline } from '../platform/deadline.js'
import { classifyFailure, isAnswer, type SendFailure } from './classify-failure.js'
import type { Call, TwilioSdk } from './twilio-sdk.js'

export interface Credentials {
  accountSid: string
  authToken: string
}

export interface OutgoingMessage {
  from: string
  messagingServiceSid: string | null
  to: string
  /** Empty where it has no words. */
  body: string
  /** Where Twilio fetches its file. */
  mediaUrl?: string | undefined
  /** A place, as `geo:…`. */
  persistentAction?: string | undefined
  /** A template instead of words, and what stands in its variables. */
  template?: { sid: string; values: Record<string, string> } | undefined
  statusCallback: string | undefined
}

export type SendOutcome = { kind: 'accepted'; sid: string; status: string } | SendFailure

/** A message as Twilio's list tells it. */
export interface ListedMessage {
  sid: string
  /** `inbound`, or one of `outbound-api`, `outbound-call` and `outbound-reply`. */
  direction: string
  /** With the channel prefix; null as long as a Messaging Service has not chosen the sender. */
  from: string | null
  to: string
  status: string
  body: string
  numMedia: number
  dateCreated: Date
  /** Null as long as it has not left. */
  dateSent: Date | null
  dateUpdated: Date
  errorCode: string | null
  /** What it cost; Twilio knows it some time after it was sent. */
  price: Price | null
}

/** A page of Twilio's list. */
export interface ListedPage {
  messages: ListedMessage[]
  /** Asks for the page after it, of older messages; null where there is none. */
  next: (() => Promise<ListedPage>) | null
}

export interface Price {
  /** A decimal number as text. */
  amount: string
  /** ISO 4217. */
  currency: string
}

/** A Content resource, whose insides are whatever Twilio says they are. */
export interface ContentResource {
  sid: string
  friendlyName: string
  language: string
  variables: unknown
  types: unknown
  /** Missing where nobody asked about it. */
  approvalRequests?: unknown
}

export interface NewContent {
  name: string
  language: string
  /** By type, such as `twilio/text`. */
  types: Record<string, object>
  /** What stands in the variables where WhatsApp looks at it. */
  variables: Record<string, string>
}

/** What Twilio knows of a message; `gone` when it does not know its sid, or no more. */
export type FetchOutcome =
  | { kind: 'found'; status: string; errorCode: string | undefined; price: Price | null }
  | { kind: 'gone' }
  | SendFailure

/** As many as Twilio gives at once. */
const listPageSize = 1000

/** Twilio's REST API, as far as this product calls it. Nothing else in the house knows the SDK. */
@Injectable()
export class TwilioClient {
  private sdk: Promise<TwilioSdk> | undefined
  /** The call that is being made. The SDK takes no such thing along. */
  private readonly calls = new AsyncLocalStorage<Call>()

  constructor(@InjectEnv() private readonly env: Env) {}

  /**
   * One call to Twilio. Never throws for what Twilio or the network does: the outcome says what is known.
   * @param until when it must be over; one that might take longer is not even begun
   */
  async send(credentials: Credentials, message: OutgoingMessage, until: Deadline): Promise<SendOutcome> {
    const request = {
      to: message.to,
      ...(message.template ? contentOf(message.template) : message.body !== '' && { body: message.body }),
      ...(message.mediaUrl && { mediaUrl: [message.mediaUrl] }),
      ...(message.persistentAction && { persistentAction: [message.persistentAction] }),
      statusCallback: message.statusCallback,
      ...(message.messagingServiceSid && !message.from
        ? { messagingServiceSid: message.messagingServiceSid }
        : { from: message.from }),
    }
    const call: Call = { until }
    try {
      const { sid, status } = await this.calls.run(call, async () =>
        (await this.client(credentials)).messages.create(request),
      )
      return { kind: 'accepted', sid, status }
    } catch (error) {
      const failure = classifyFailure(error)
      return failure.kind === 'not-taken' ? { ...failure, retryAfterMs: call.retryAfterMs } : failure
    }
  }

  /**
   * The latest messages Twilio took for this pair of addresses, newest first. Not filtered by date: Twilio's filter is
   * on the date of sending, which a message that still waits there does not have.
   */
  async listSent(credentials: Credentials, from: string, to: string): Promise<ListedMessage[]> {
    const listed = await (await this.client(credentials)).messages.list({ from, to, limit: 100 })
    return listed.map(readListed)
  }

  /**
   * What Twilio sent since a moment from or to an address, newest first, as many messages as a page holds at a time.
   * @param of either side, with the channel prefix
   * @returns the first page; each leads to the one after it
   * @throws the SDK's RestException, or a network error
   */
  async listSince(
    credentials: Credentials,
    of: { from: string } | { to: string },
    since: Date,
  ): Promise<ListedPage> {
    const client = await this.client(credentials)
    return pageOf(await client.messages.page({ ...of, dateSentAfter: since, pageSize: listPageSize }))
  }

  /**
   * The files that a message carries, as a form would name them; none where Twilio knows the message no more.
   * @throws the SDK's RestException, or a network error
   */
  async listMedia(
    credentials: Credentials,
    messageSid: string,
  ): Promise<{ url: string; contentType: string }[]> {
    try {
      const media = await (await this.client(credentials)).messages(messageSid).media.list({ limit: 10 })
      return media.map(({ uri, contentType }) => ({
        url: `https://api.twilio.com${uri.replace(/\.json$/, '')}`,
        contentType,
      }))
    } catch (error) {
      if (isAnswer(error) && error.status === 404) return []
      throw error
    }
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

  /**
   * The account's Content resources, 5,000 at most, each with what WhatsApp thinks of it.
   * @param until no page is begun that might take longer
   * @throws the SDK's RestException, a network error, or NeverBegun
   */
  async listContent(credentials: Credentials, until: Deadline): Promise<ContentResource[]> {
    const client = await this.client(credentials)
    return this.calls.run({ until }, () =>
      client.content.v1.contentAndApprovals.list({ pageSize: 500, limit: 5000 }),
    )
  }

  /** @throws the SDK's RestException, or a network error */
  async createContent(credentials: Credentials, content: NewContent): Promise<ContentResource> {
    const { name, ...rest } = content
    // As Twilio writes it. The SDK's own class for this would send friendlyName, which Twilio does not read.
    const request = { friendly_name: name, ...rest }
    return (await this.client(credentials)).content.v1.contents.create(request as never)
  }

  /**
   * Asks WhatsApp to approve a Content resource.
   * @returns what it thinks of it now
   * @throws the SDK's RestException, or a network error
   */
  async submitContent(credentials: Credentials, sid: string, as: { name: string; category: string }) {
    const client = await this.client(credentials)
    const { status, rejectionReason, category } = await client.content.v1
      .contents(sid)
      .approvalCreate.create(as)
    return { status, rejection_reason: rejectionReason, category }
  }

  /** @throws the SDK's RestException, or a network error */
  async removeContent(credentials: Credentials, sid: string): Promise<void> {
    await (await this.client(credentials)).content.v1.contents(sid).remove()
  }

  /**
   * Shows the customer for 25 s that somebody types, and marks their message as read.
   * @param sid of the message that they wrote last
   * @throws the SDK's RestException, or a network error
   */
  async showTyping(credentials: Credentials, sid: string): Promise<void> {
    const client = await this.client(credentials)
    await client.messaging.v2.typingIndicator.create({ channel: 'whatsapp', messageId: sid })
  }

  /** @throws the SDK's RestException, or a network error */
  async fetchAccount(credentials: Credentials): Promise<{ status: string; friendlyName: string }> {
    const client = await this.client(credentials)
    const { status, friendlyName } = await client.api.v2010.accounts(credentials.accountSid).fetch()
    return { status, friendlyName }
  }

  /** The SDK is a quarter of all our code, and the start of a process need not wait for it. */
  private async client(credentials: Credentials) {
    this.sdk ??= import('./twilio-sdk.js').then(({ TwilioSdk }) => new TwilioSdk(this.env, this.calls))
    return (await this.sdk).client(credentials)
  }
}

/** A message as the SDK reads it. */
type SdkMessages = ReturnType<TwilioSdk['client']>['messages']
type SdkMessage = Awaited<ReturnType<SdkMessages['list']>>[number]
type SdkPage = Pick<Awaited<ReturnType<SdkMessages['page']>>, 'instances' | 'nextPage' | 'nextPageUrl'>

function readListed(message: SdkMessage): ListedMessage {
  const { sid, direction, from, to, status, dateCreated, dateSent, dateUpdated } = message
  return {
    sid,
    direction,
    from,
    to,
    status,
    body: message.body ?? '',
    numMedia: Number(message.numMedia) || 0,
    dateCreated,
    dateSent,
    dateUpdated,
    errorCode: message.errorCode ? String(message.errorCode) : null,
    price: priceOf(message),
  }
}

function pageOf(page: SdkPage): ListedPage {
  const next = async () => {
    const following = await page.nextPage()
    return following ? pageOf(following) : { messages: [], next: null }
  }
  return { messages: page.instances.map(readListed), next: page.nextPageUrl ? next : null }
}

/** Twilio takes the variables as JSON in a text. */
function contentOf({ sid, values }: NonNullable<OutgoingMessage['template']>) {
  const contentVariables = JSON.stringify(values)
  return { contentSid: sid, ...(contentVariables !== '{}' && { contentVariables }) }
}

/** Twilio writes what it takes as a negative number. */
function priceOf({ price, priceUnit }: { price: string; priceUnit: string }): Price | null {
  return price && priceUnit ? { amount: price.replace(/^-/, ''), currency: priceUnit } : null
}
