import type { SharedStack } from '@cloudpa/testing/shared-stack'
import { Tenant, webhookPath } from './tenant.js'

/** A message as the simulated Twilio knows it. */
export interface SimulatedMessage {
  sid: string
  direction: string
  body: string
  to: string
  from: string
  statusCallback?: string | null
}

/** A file as a customer sends it, and how Twilio serves it. */
export interface SentFile {
  contentType: string
  content?: string | Uint8Array
  /** So many bytes made up, where what they are does not matter. */
  bytes?: number
  name?: string
  servedType?: string
  misses?: number
  redirectTo?: string
  trickleMs?: number
}

/** The simulator's control API, as far as flow tests need it. */
export class SimulatedTwilio {
  constructor(private readonly stack: SharedStack) {}

  async call<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.stack.simulatorUrl}/_sim${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} /_sim${path}: ${response.status} ${text}`)
    return (text ? JSON.parse(text) : undefined) as T
  }

  /** Makes orgs whose numbers the simulated Twilio knows. */
  async connect(count: number): Promise<Tenant[]> {
    const tenants = await Tenant.createMany(
      this.stack,
      Array.from({ length: count }, () => ({})),
    )
    for (const { account } of tenants) {
      await this.call('PUT', `/accounts/${account.accountSid}`, {
        authToken: account.authToken,
        numbers: [{ number: account.externalPhoneId, webhookUrl: this.stack.apiUrl + webhookPath }],
      })
    }
    return tenants
  }

  /** A customer writes; resolves when the webhook answered. */
  async write(tenant: Tenant, from: string, body: string): Promise<void> {
    const { accountSid, externalPhoneId: to } = tenant.account
    const { deliveries } = await this.call<{ deliveries: { status: number }[] }>('POST', '/messages', {
      accountSid,
      to,
      from,
      body,
    })
    if (deliveries[0]?.status !== 200) throw new Error(`the webhook answered ${JSON.stringify(deliveries)}`)
  }

  /** A customer sends files; resolves with the message's sid when the webhook answered. */
  sendFiles(tenant: Tenant, ...media: SentFile[]): Promise<string> {
    return this.sendFilesWith(tenant, '', ...media)
  }

  /** The same with words under them. */
  async sendFilesWith(tenant: Tenant, body: string, ...media: SentFile[]): Promise<string> {
    const { accountSid, externalPhoneId: to } = tenant.account
    const sent = media.map(({ content, ...rest }) => ({
      ...rest,
      ...(content === undefined ? {} : { base64: Buffer.from(content).toString('base64') }),
    }))
    const message = { accountSid, to, from: '+15005550006', media: sent, ...(body && { body }) }
    const answer = await this.call<{ sid: string; deliveries: { status: number }[] }>(
      'POST',
      '/messages',
      message,
    )
    if (answer.deliveries[0]?.status !== 200)
      throw new Error(`the webhook answered ${JSON.stringify(answer)}`)
    return answer.sid
  }

  /** What reached Twilio from this tenant, oldest first. */
  taken(tenant: Tenant): Promise<SimulatedMessage[]> {
    return this.call<SimulatedMessage[] | { messages: SimulatedMessage[] }>(
      'GET',
      `/messages?direction=outbound&accountSid=${tenant.account.accountSid}&limit=1000`,
    ).then((answer) => (Array.isArray(answer) ? answer : answer.messages))
  }

  manualReceipts(): Promise<unknown> {
    return this.call('PUT', '/receipts', { mode: 'manual' })
  }

  /** Fires a status callback now; resolves with the status the API answered. */
  async report(sid: string, status: string, errorCode?: number): Promise<void> {
    await this.call('POST', `/messages/${sid}/status`, { status, ...(errorCode ? { errorCode } : {}) })
  }

  fault(fault: Record<string, unknown>): Promise<unknown> {
    return this.call('POST', '/faults', fault)
  }
}
