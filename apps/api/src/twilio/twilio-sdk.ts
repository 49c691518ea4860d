import type { AsyncLocalStorage } from 'node:async_hooks'
import twilio from 'twilio'
import type { Env } from '../env.js'
import type { Deadline } from '../platform/deadline.js'
import { readRetryAfter } from './read-retry-after.js'
import { NeverBegun } from './classify-failure.js'
import { standInFor } from './stand-in.js'

/** One call that is being made: when it must be over, and what the SDK's errors don't tell of its answer. */
export interface Call {
  until: Deadline
  /** How long Twilio wants to be left alone. */
  retryAfterMs?: number | undefined
}

/** The SDK with the product's connections. Only `TwilioClient` loads it, with its first call. */
export class TwilioSdk {
  private readonly http: twilio.RequestClient

  /** @param calls holds the call that is being made, if it must be over some time */
  constructor(env: Env, calls: AsyncLocalStorage<Call>) {
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
      const leftMs = calls.getStore()?.until.leftMs() ?? Infinity
      if (leftMs < env.TWILIO_TIMEOUT_MS) throw new NeverBegun('too little of its time was left to begin')
      return { ...config, signal: AbortSignal.timeout(env.TWILIO_TIMEOUT_MS) }
    })
    this.http.axios.interceptors.response.use((response) => {
      const call = calls.getStore()
      if (call) call.retryAfterMs = readRetryAfter(response.headers['retry-after'])
      return response
    })
  }

  /** @throws when the Account SID is none */
  client({ accountSid, authToken }: { accountSid: string; authToken: string }) {
    return twilio(accountSid, authToken, { httpClient: this.http })
  }
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
