import { execFile } from 'node:child_process'
import { randomInt, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import type { ErrorBody } from '@cloudpa/contracts/errors'
import type { Invitation, Me, MemberList } from '@cloudpa/contracts/orgs'
import { waitFor, type Mailbox, type Stack } from '@cloudpa/testing/kit'
import { expect } from 'vitest'

interface Answer<T> {
  status: number
  body: T
  error: ErrorBody['error'] | undefined
  setCookies: string[]
  /** In seconds; null unless the answer says when to come back. */
  retryAfter: string | null
}

/** A browser at a desk of its own: it keeps cookies, says where its page came from and has its own address. */
export class Browser {
  /** Everything that must never stand in a log. */
  static readonly secrets = new Set<string>()
  readonly email = `${randomUUID()}@people.test`
  readonly password = `pass ${randomUUID()}`
  private readonly cookies = new Map<string, string>()
  /** Of its own, so that one browser's attempts are not counted against another's. */
  private readonly ip = `198.51.${randomInt(256)}.${randomInt(1, 255)}`

  constructor(readonly apiUrl: string) {}

  /** The header that it sends. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async ask<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(this.apiUrl + path, {
      method,
      headers: {
        origin: this.apiUrl,
        cookie: this.cookie,
        'x-forwarded-for': this.ip,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const setCookies = response.headers.getSetCookie()
    for (const line of setCookies) this.keep(line)
    const text = await response.text()
    const answer: T & { error?: ErrorBody['error'] } = text ? JSON.parse(text) : {}
    const retryAfter = response.headers.get('retry-after')
    return { status: response.status, body: answer, error: answer.error, setCookies, retryAfter }
  }

  get = <T = unknown>(path: string) => this.ask<T>('GET', path)
  post = <T = unknown>(path: string, body: unknown = {}) => this.ask<T>('POST', path, body)

  signUp = (more: object = {}) =>
    this.post('/api/auth/sign-up/email', { name: 'Ann', email: this.email, password: this.password, ...more })
  signIn = (password = this.password) => this.post('/api/auth/sign-in/email', { email: this.email, password })
  signOut = () => this.post('/api/auth/sign-out')
  me = async () => (await this.get<Me>('/api/v1/me')).body

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';')
    const [name = '', value = ''] = pair.split('=')
    if (value === '' || attributes.some((attribute) => attribute.trim() === 'Max-Age=0'))
      this.cookies.delete(name)
    else this.cookies.set(name, value)
    if (value) Browser.secrets.add(decodeURIComponent(value).split('.')[0] ?? value)
  }
}

export async function newOwner({ apiUrl }: Pick<Stack, 'apiUrl'>): Promise<Browser> {
  const browser = new Browser(apiUrl)
  expect((await browser.signUp()).status).toBe(200)
  return browser
}

/** The same where mail is set up: the account is made with the proof that the mailed link carries. */
export async function newOwnerByMail({ apiUrl }: Pick<Stack, 'apiUrl'>, mailbox: Mailbox): Promise<Browser> {
  const browser = new Browser(apiUrl)
  expect((await browser.signUp()).body).toEqual({ mailed: true })
  const link = new URL(await waitFor(() => mailbox.linkTo(browser.email)))
  expect((await browser.signUp({ proof: link.searchParams.get('proof') })).status).toBe(200)
  return browser
}

/** Somebody who came into the owner's org by invitation. */
export async function newMember(owner: Browser, role: 'admin' | 'member'): Promise<Browser> {
  const browser = new Browser(owner.apiUrl)
  const { token } = await invite(owner, browser.email, role)
  expect((await browser.signUp({ invitation: token })).status).toBe(200)
  return browser
}

/** Invites, and takes the token from the link. */
export async function invite(owner: Browser, email: string, role = 'member') {
  const { status, body } = await owner.post<Invitation>('/api/v1/members/invitations', { email, role })
  expect(status).toBe(201)
  const token = new URL(body.link ?? '').pathname.split('/')[2] ?? ''
  Browser.secrets.add(token)
  return { ...body, token }
}

/** @returns '' when nobody of the org has this address */
export async function memberIdOf(owner: Browser, email: string): Promise<string> {
  const { items } = (await owner.get<MemberList>('/api/v1/members')).body
  return items.find((item) => item.email === email)?.id ?? ''
}

/** The link that the operator's command prints. */
export async function makeResetLink({ env }: Pick<Stack, 'env'>, email: string): Promise<URL> {
  const { stdout } = await promisify(execFile)(process.execPath, ['bundle/cli.js', 'reset-link', email], {
    cwd: new URL('..', import.meta.url),
    env,
  })
  const link = new URL(stdout.trim())
  Browser.secrets.add(link.searchParams.get('token') ?? '')
  return link
}
