/** Why one attempt failed, in the words of Twilio's connection overrides. */
export type FailureCause = 'ct' | 'rt' | '4xx' | '5xx'

/** How Twilio calls one webhook URL. */
export interface RetryPolicy {
  /** The URL without its fragment, which is neither signed nor sent. */
  url: string
  retries: number
  causes: ReadonlySet<FailureCause>
  connectTimeoutMs: number
  readTimeoutMs: number
  totalTimeoutMs: number
}

const everyCause: FailureCause[] = ['ct', 'rt', '4xx', '5xx']

/**
 * Reads `#rc=…&rp=…&ct=…&rt=…&tt=…`. By default Twilio retries once, and only when the connection could not
 * be made; everything together ends after 15 s (Twilio docs, webhooks connection overrides).
 */
export function readRetryPolicy(urlWithFragment: string): RetryPolicy {
  const [url = '', fragment = ''] = urlWithFragment.split('#', 2)
  const overrides = new URLSearchParams(fragment)
  const named = (overrides.get('rp') ?? 'ct').split(',').map((cause) => cause.trim())
  const causes = named.includes('all') ? everyCause : everyCause.filter((cause) => named.includes(cause))
  return {
    url,
    retries: between(overrides.get('rc'), 0, 5, 1),
    causes: new Set(causes),
    connectTimeoutMs: between(overrides.get('ct'), 100, 10_000, 5_000),
    readTimeoutMs: between(overrides.get('rt'), 100, 15_000, 15_000),
    totalTimeoutMs: between(overrides.get('tt'), 100, 15_000, 15_000),
  }
}

/** The cause a status stands for; Twilio does not retry a 429 even with 4xx. */
export function causeOfStatus(status: number): FailureCause | undefined {
  if (status >= 500) return '5xx'
  if (status >= 400 && status !== 429) return '4xx'
  return undefined
}

function between(text: string | null, lowest: number, highest: number, otherwise: number): number {
  const value = text === null || text === '' ? Number.NaN : Number(text)
  return Number.isInteger(value) ? Math.min(highest, Math.max(lowest, value)) : otherwise
}
