import { randomBytes, randomUUID } from 'node:crypto'
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import type { Browser, BrowserContext, BrowserContextOptions, Page, Route } from 'playwright-core'
import { expect } from 'vitest'

const desktop = { width: 1440, height: 900 }
export const handset = { width: 390, height: 844 }

/** An org with one number that the simulated Twilio knows, and somebody to sign in as. */
export interface Office {
  email: string
  password: string
  number: string
  accountSid: string
  authToken: string
  orgId: string
  /** For what a program of the org's asks. */
  apiKey: string
}

/** Somebody else who works there. */
export interface Colleague {
  email: string
  password: string
  name: string
  role: 'owner' | 'admin' | 'member'
}

/** @param pastOf what was written in it before, as the seed command takes it */
export async function openOffice(
  stack: SharedStack,
  pastOf: (over: { accountSid: string; number: string; webhookUrl: string }) => object[] = () => [],
  colleagues: Colleague[] = [],
): Promise<Office> {
  const slug = `office-${randomUUID().slice(0, 8)}`
  const email = `${slug}@office.test`
  const password = randomUUID()
  const number = `whatsapp:+1555${String(randomBytes(4).readUInt32BE() % 10_000_000).padStart(7, '0')}`
  const accountSid = `AC${randomBytes(16).toString('hex')}`
  const authToken = randomBytes(16).toString('hex')
  const webhookUrl = `${stack.apiUrl}/api/v1/messaging/webhook/whatsapp`
  const { orgs } = await stack.seed<{ orgs: { id: string; apiKey: string }[] }>({
    orgs: [
      {
        slug,
        name: 'Studio Marisol',
        members: [{ email, password, name: 'Marisol Vega', role: 'owner' }, ...colleagues],
        chatAccounts: [{ externalPhoneId: number, accountSid, authToken }],
        conversations: pastOf({ accountSid, number, webhookUrl }),
      },
    ],
  })
  await control(stack, 'PUT', `/accounts/${accountSid}`, { authToken, numbers: [{ number, webhookUrl }] })
  const [{ id: orgId, apiKey }] = orgs as [(typeof orgs)[number]]
  return { email, password, number, accountSid, authToken, orgId, apiKey }
}

/** The simulator's control API. */
export async function control<T = unknown>(
  stack: SharedStack,
  method: string,
  path: string,
  body: unknown,
): Promise<T> {
  const response = await fetch(`${stack.simulatorUrl}/_sim${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${method} /_sim${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

export function write(
  stack: SharedStack,
  { accountSid, number }: Office,
  from: string,
  body: string,
): Promise<unknown> {
  return control(stack, 'POST', '/messages', { accountSid, to: number, from, body })
}

/** A screen of the inbox: a browser window of its own that notes what must never happen. */
export class Desk {
  readonly foreignRequests: string[] = []
  readonly errors: string[] = []

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    private readonly stack: SharedStack,
    private readonly touch: boolean,
  ) {
    const own = new Set([stack.webUrl, stack.simulatorUrl].map((url) => new URL(url).origin))
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url())
      if (protocol.startsWith('http') && !own.has(origin)) this.foreignRequests.push(request.url())
    })
    page.on('pageerror', (error) => this.errors.push(error.message))
  }

  static async open(
    browser: Browser,
    stack: SharedStack,
    { touch = false, ...options }: BrowserContextOptions & { touch?: boolean } = {},
  ): Promise<Desk> {
    const context = await browser.newContext({
      viewport: desktop,
      colorScheme: 'light',
      reducedMotion: 'reduce',
      hasTouch: touch,
      isMobile: touch,
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    })
    context.setDefaultTimeout(15_000)
    return new Desk(await context.newPage(), context, stack, options.hasTouch ?? touch)
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(this.stack.webUrl + path)
  }

  async signIn({ email, password }: Office): Promise<void> {
    await this.goto('/sign-in')
    await this.page.getByTestId('sign-in-email').fill(email)
    await this.page.getByTestId('sign-in-password').fill(password)
    await this.page.getByTestId('sign-in-submit').click()
    await this.page.waitForURL('**/inbox')
    // Gone after any reload of the page.
    await this.page.evaluate(() => Object.assign(globalThis, { neverReloaded: true }))
  }

  /** Keeps the first answer to such an address, which the server has given when `held` resolves, from the page. */
  async holdAnswer(address: string): Promise<{ held: Promise<void>; release: () => void }> {
    let [isHeld, release] = [() => {}, () => {}]
    const held = new Promise<void>((resolve) => (isHeld = resolve))
    const released = new Promise<void>((resolve) => (release = resolve))
    const hold = async (route: Route) => {
      const response = await route.fetch()
      isHeld()
      await released
      await route.fulfill({ response })
    }
    await this.page.route(address, hold, { times: 1 })
    return { held, release }
  }

  row(name: string) {
    return this.page.getByTestId('conversation-row').filter({ hasText: name })
  }

  async openConversation(name: string): Promise<void> {
    await this.row(name).click()
    await this.page.getByTestId('thread').waitFor()
  }

  message(text: string) {
    return this.page.getByTestId('message').filter({ hasText: text })
  }

  async reply(text: string): Promise<void> {
    await this.page.getByTestId('composer').fill(text)
    // On touch Enter is a new line.
    if (this.touch) await this.page.getByTestId('send-button').click()
    else await this.page.getByTestId('composer').press('Enter')
    await this.message(text).waitFor()
  }

  async waitForStatus(text: string, status: string): Promise<void> {
    await waitFor(
      async () => {
        const seen = await this.message(text).first().getAttribute('data-status')
        if (seen !== status) throw new Error(`it is ${seen}`)
        return true
      },
      { what: `“${text}” as ${status}`, timeoutMs: 15_000 },
    )
  }

  neverReloaded(): Promise<boolean> {
    return this.page.evaluate(() => 'neverReloaded' in globalThis)
  }

  /** Closes the screen and says what went wrong on it all the while. */
  async close(): Promise<void> {
    await this.context.close()
    expect(this.foreignRequests).toEqual([])
    expect(this.errors).toEqual([])
  }
}
