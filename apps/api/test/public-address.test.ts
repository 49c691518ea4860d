import type { Invitation } from '@cloudpa/contracts/orgs'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Browser, makeResetLink } from './browser.js'
import { EventStream } from './event-stream.js'
import { postForm, sign } from './post-form.js'
import { Tenant, webhookPath } from './tenant.js'

/** The one address that the operator named; a reverse proxy in front of the web's port answers for it. */
const address = 'https://inbox.example.com'
/** What such a proxy (Caddy, nginx) tells with each request. */
const proxied = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'inbox.example.com' }

let stack: Stack
beforeAll(async () => {
  stack = await startStack({
    web: true,
    env: { PUBLIC_BASE_URL: address, WEB_BASE_URL: '', SIGN_UP: 'open' },
  })
})
afterAll(() => stack.stop())

it('makes the session cookie Secure, and every link point to it', async () => {
  const ann = new Browser(stack.webUrl)
  const fromOutside = { ...proxied, origin: address }
  const { email, password } = ann
  const signUp = { name: 'Ann', email, password }
  const { status, setCookies } = await ann.ask('POST', '/api/auth/sign-up/email', signUp, fromOutside)
  expect(status).toBe(200)
  expect(setCookies.join()).toMatch(/^__Secure-.*; Secure/)

  const bob = { email: 'bob@people.test', role: 'member' }
  const invited = await ann.ask<Invitation>('POST', '/api/v1/members/invitations', bob, fromOutside)
  expect(invited.body.link).toMatch(new RegExp(`^${address}/invite/`))
  expect((await makeResetLink(stack, email)).href).toMatch(new RegExp(`^${address}/reset-password`))
})

it('takes a form and shows it live through the port of the web alone', async () => {
  const tenant = await Tenant.create(stack)
  const screen = await EventStream.open(stack.webUrl, await tenant.newApiKey())
  try {
    const { accountSid, authToken, externalPhoneId } = tenant.account
    const form = new URLSearchParams({
      MessageSid: 'SM1',
      AccountSid: accountSid,
      From: 'whatsapp:+15005550006',
      To: externalPhoneId,
      Body: 'Über den Umweg: 20 % & mehr?',
    }).toString()
    const post = (signedUrl: string) =>
      postForm(stack.webUrl + webhookPath, form, {
        signature: sign(authToken, signedUrl, form),
        headers: proxied,
      })
    expect((await post(stack.webUrl + webhookPath)).status).toBe(400)
    expect((await post(address + webhookPath)).status).toBe(200)
    await waitFor(() => screen.events.find(({ type }) => type === 'message'), {
      what: 'the message on the open screen',
      timeoutMs: 20_000,
    })
  } finally {
    screen.close()
  }
})
