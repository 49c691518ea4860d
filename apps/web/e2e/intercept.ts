import type { APIResponse, CDPSession, Page } from 'playwright-core'

interface Paused {
  requestId: string
  request: { url: string; method: string; headers: Record<string, string>; postData?: string }
}

/** A request to the API that stands still until somebody decides about it. */
export class Intercepted {
  constructor(
    private readonly page: Page,
    private readonly tools: CDPSession,
    private readonly paused: Paused,
  ) {}

  get url(): string {
    return this.paused.request.url
  }

  get method(): string {
    return this.paused.request.method
  }

  /** What it says. */
  json(): unknown {
    return JSON.parse(this.paused.request.postData ?? 'null')
  }

  /** Asks the server as the page would, or something else in its place. */
  fetch(url = this.url): Promise<APIResponse> {
    const { method, headers, postData } = this.paused.request
    // The server may close a line that nobody used for a while just when it is used again.
    const again = method === 'GET' ? { maxRetries: 3 } : {}
    return this.page.request.fetch(url, {
      method,
      headers,
      ...again,
      ...(postData ? { data: postData } : {}),
    })
  }

  answer(json: object, status = 200): Promise<void> {
    return this.decide('Fetch.fulfillRequest', {
      responseCode: status,
      responseHeaders: [{ name: 'content-type', value: 'application/json' }],
      body: Buffer.from(JSON.stringify(json)).toString('base64'),
    })
  }

  abort(): Promise<void> {
    return this.decide('Fetch.failRequest', { errorReason: 'Failed' })
  }

  /** Lets it go where it was going. */
  pass(): Promise<void> {
    return this.decide('Fetch.continueRequest', {})
  }

  private async decide(method: string, params: object): Promise<void> {
    const { requestId } = this.paused
    // The page may be gone meanwhile, and its request with it.
    await this.tools.send(method as 'Fetch.continueRequest', { requestId, ...params }).catch(() => undefined)
  }
}

const interceptions = new WeakMap<Page, CDPSession[]>()

/**
 * Has such requests of a page to the API decided about by a test. `page.route` has each file of the app pass by here too,
 * and loaded and compiled anew each time: most of what a screen costs.
 */
export async function intercept(
  page: Page,
  address: RegExp,
  decide: (request: Intercepted) => unknown,
): Promise<void> {
  const tools = await page.context().newCDPSession(page)
  interceptions.set(page, [...(interceptions.get(page) ?? []), tools])
  tools.on('Fetch.requestPaused', (paused) => {
    const request = new Intercepted(page, tools, paused)
    if (address.test(request.url)) decide(request)
    else void request.pass()
  })
  await tools.send('Fetch.enable', { patterns: [{ urlPattern: '*/api/*' }] })
}

/** Has all requests of a page go where they were going. */
export async function stopIntercepting(page: Page): Promise<void> {
  const all = interceptions.get(page) ?? []
  interceptions.delete(page)
  await Promise.all(all.map((tools) => tools.detach()))
}
