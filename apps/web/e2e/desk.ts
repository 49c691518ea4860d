import { randomBytes, randomUUID } from 'node:crypto'
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core'
import { expect } from 'vitest'
import { intercept } from './intercept.js'
import { givePassword, leaveSession, password, signInWindow } from './sessions.js'
import { openWindow, putAway, type Session } from './windows.js'

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

type Person = Pick<Office, 'email' | 'password'>

/** Somebody else who works there. */
export interface Colleague extends Person {
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
  const number = `whatsapp:+1555${String(randomBytes(4).readUInt32BE() % 10_000_000).padStart(7, '0')}`
  const accountSid = `AC${randomBytes(16).toString('hex')}`
  const authToken = randomBytes(16).toString('hex')
  const webhookUrl = `${stack.apiUrl}/api/v1/messaging/webhook/whatsapp`
  const { orgs } = await stack.seed<{ orgs: { id: string; apiKey: string }[] }>({
    orgs: [
      {
        slug,
        name: 'Studio Marisol',
        members: [{ email, name: 'Marisol Vega', role: 'owner' }, ...colleagues],
        chatAccounts: [{ externalPhoneId: number, accountSid, authToken }],
        conversations: pastOf({ accountSid, number, webhookUrl }),
      },
    ],
  })
  await givePassword(stack, email)
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
  const said = await response.text()
  if (!response.ok) throw new Error(`${method} /_sim${path}: ${response.status} ${said}`)
  return (said ? JSON.parse(said) : undefined) as T
}

export function write(
  stack: SharedStack,
  { accountSid, number }: Office,
  from: string,
  body: string,
): Promise<unknown> {
  return control(stack, 'POST', '/messages', { accountSid, to: number, from, body })
}

/** Has who is open on the simulated phone write to this office: others may have left numbers of theirs there. */
export async function chooseNumber(
  phone: Page,
  { accountSid, number }: Pick<Office, 'accountSid' | 'number'>,
) {
  // One number stands under the name; of several one is chosen.
  await phone.locator('#chat-subtitle, #number').locator('visible=true').waitFor()
  const picker = phone.locator('#number')
  if (await picker.isVisible()) await picker.selectOption(`${accountSid}/${number}`)
}

/**
 * Resolves when React has taken a page over, all that can be pressed or filled in: what is there before that came with
 * the page, and does nothing yet.
 */
export async function takenOver(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('a, button, input, select, textarea')].every((element) =>
      Object.keys(element).some((key) => key.startsWith('__reactProps')),
    ),
  )
}

/** Addresses in which `*` stands for what is within a part, and `**` for whatever. */
function matcherOf(address: string): RegExp {
  const stars: Record<string, string> = { '**': '.*', '*': '[^/]*' }
  return new RegExp(`^${address.replace(/\*{1,2}|[.?+]/g, (found) => stars[found] ?? `\\${found}`)}$`)
}

/** A screen of the inbox: a browser window of its own that notes what must never happen. */
export class Desk {
  readonly foreignRequests: string[] = []
  readonly errors: string[] = []
  private readonly atEnds: (() => unknown)[] = []

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    private readonly stack: SharedStack,
    private readonly touch: boolean,
  ) {
    const own = new Set([stack.webUrl, stack.simulatorUrl].map((url) => new URL(url).origin))
    const noteRequest = (request: Request) => {
      const { protocol, origin } = new URL(request.url())
      if (protocol.startsWith('http') && !own.has(origin)) this.foreignRequests.push(request.url())
    }
    const noteError = (error: Error) => this.errors.push(error.message)
    page.on('request', noteRequest).on('pageerror', noteError)
    this.atEnd(() => page.off('request', noteRequest).off('pageerror', noteError))
  }

  static async open(
    browser: Browser,
    stack: SharedStack,
    { touch = false, ...options }: BrowserContextOptions & { touch?: boolean } = {},
    session?: Session,
  ): Promise<Desk> {
    const shape: BrowserContextOptions = {
      viewport: desktop,
      colorScheme: 'light',
      reducedMotion: 'reduce',
      hasTouch: touch,
      isMobile: touch,
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    }
    const page = await openWindow(browser, shape, session)
    return new Desk(page, page.context(), stack, options.hasTouch ?? touch)
  }

  /**
   * Opens a page of the inbox, and resolves when whatever can be pressed there does something.
   * @param address whole, or beginning with its path
   */
  async goto(address: string): Promise<void> {
    await this.page.goto(new URL(address, this.stack.webUrl).href)
    await takenOver(this.page)
  }

  async reload(): Promise<void> {
    await this.page.reload()
    await takenOver(this.page)
  }

  /** Lets somebody in, without the form that stands in everybody's way: `signInByHand` goes that one. */
  async signIn(person: Person): Promise<void> {
    const session = await signInWindow(this.context, this.stack, person)
    this.atEnd(() => leaveSession(this.stack, session))
    await this.goto('/inbox')
    await this.noticeReload()
  }

  async signInByHand({ email, password }: Person): Promise<void> {
    await this.goto('/sign-in')
    await this.page.getByTestId('sign-in-email').fill(email)
    await this.page.getByTestId('sign-in-password').fill(password)
    await this.page.getByTestId('sign-in-submit').click()
    await this.page.waitForURL('**/inbox')
    await takenOver(this.page)
    await this.noticeReload()
  }

  /** What is gone after any reload of the page. */
  private async noticeReload(): Promise<void> {
    await this.page.evaluate(() => Object.assign(globalThis, { neverReloaded: true }))
  }

  /**
   * Keeps the first answer of the API's to such an address, which the server has given when `held` resolves, from the page.
   * @param address with `*` for what is within a part of it, and `**` for whatever
   */
  async holdAnswer(address: string): Promise<{ held: Promise<void>; release: () => void }> {
    let [isHeld, release] = [() => {}, () => {}]
    const held = new Promise<void>((resolve) => (isHeld = resolve))
    const released = new Promise<void>((resolve) => (release = resolve))
    let isFirst = true
    await intercept(this.page, matcherOf(address), async (request) => {
      if (!isFirst) return request.pass()
      isFirst = false
      const response = await request.fetch()
      isHeld()
      await released
      await request.answer((await response.json()) as object, response.status())
    })
    return { held, release }
  }

  row(name: string) {
    return this.page.getByTestId('conversation-row').filter({ hasText: name })
  }

  async openConversation(name: string): Promise<void> {
    await this.row(name).click()
    await this.page.getByTestId('thread').waitFor()
  }

  /** The names in the list, as they are shown from its top. */
  async names(): Promise<string[]> {
    return this.page.getByTestId('conversation-name').allTextContents()
  }

  async waitForNames(...expected: string[]): Promise<void> {
    await waitFor(
      async () => {
        const seen = await this.names()
        if (seen.join() !== expected.join()) throw new Error(`it shows ${seen.join()}`)
        return true
      },
      { what: `a list of ${expected.join() || 'nobody'}` },
    )
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
      { what: `“${text}” as ${status}` },
    )
  }

  neverReloaded(): Promise<boolean> {
    return this.page.evaluate(() => 'neverReloaded' in globalThis)
  }

  /** Has something done when this screen shows nothing any more. */
  atEnd(work: () => unknown): void {
    this.atEnds.push(work)
  }

  /** Has every page that this screen loads begin with a script. */
  async begin<T>(script: (given: T) => void, given: T): Promise<void> {
    const begun = await this.page.addInitScript(script as Parameters<Page['addInitScript']>[0], given)
    this.atEnd(() => begun.dispose())
  }

  /** For the next one who opens such a screen, whom nothing must meet that happened on this. */
  async putAway(): Promise<void> {
    await putAway(this.context, this.stack, this.atEnds)
  }

  /** Puts the screen away and says what went wrong on it all the while. */
  async close(): Promise<void> {
    await this.putAway()
    expect(this.foreignRequests).toEqual([])
    expect(this.errors).toEqual([])
  }
}
