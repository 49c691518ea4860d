import type { Invitation } from '@cloudpa/contracts/orgs'
import { startStack, waitFor, type Stack } from '@cloudpa/local/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Browser, newOwner } from './browser.js'
import { Mailbox } from './mailbox.js'

let mailbox: Mailbox
let stack: Stack
beforeAll(async () => {
  mailbox = await Mailbox.open()
  stack = await startStack({ worker: false, env: { SMTP_URL: mailbox.url } })
})
afterAll(async () => {
  await stack.stop()
  mailbox.close()
})

function linkTo(address: string): Promise<string> {
  return waitFor(() => {
    const mail = mailbox.mails.find(({ to }) => to === address)
    return mail && /https?:\/\/\S+/.exec(mail.text)?.[0]
  })
}

it('a lost password is mended by the link in a mail, once', async () => {
  const ann = await newOwner(stack)
  await ann.post('/api/auth/request-password-reset', { email: ann.email })
  const link = new URL(await linkTo(ann.email))
  expect(link.origin).toBe(stack.webUrl)
  const token = link.searchParams.get('token')
  const reset = { newPassword: 'a brand new password', token }
  expect((await ann.post('/api/auth/reset-password', reset)).status).toBe(200)
  expect((await ann.post('/api/auth/reset-password', reset)).status).toBeGreaterThanOrEqual(400)
  expect((await ann.signIn()).status).toBe(401)
  expect((await ann.signIn('a brand new password')).status).toBe(200)
})

it('an invitation goes out by mail, and says so', async () => {
  const ann = await newOwner(stack)
  const guest = new Browser(stack.apiUrl)
  const { body } = await ann.post<Invitation>('/api/v1/members/invitations', {
    email: guest.email,
    role: 'member',
  })
  expect(body.mailed).toBe(true)
  expect(await linkTo(guest.email)).toBe(body.link)
})

it('a stranger’s address gets no mail, and the same answer', async () => {
  const ann = await newOwner(stack)
  const known = await ann.post('/api/auth/request-password-reset', { email: ann.email })
  const unknown = await ann.post('/api/auth/request-password-reset', { email: 'nobody@people.test' })
  expect([unknown.status, unknown.body]).toEqual([known.status, known.body])
  await linkTo(ann.email)
  expect(mailbox.mails.map(({ to }) => to)).not.toContain('nobody@people.test')
})
