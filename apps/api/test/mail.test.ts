import type { Invitation } from '@cloudpa/contracts/orgs'
import { Mailbox, startStack, waitFor, type Stack } from '@cloudpa/local/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Browser, newOwnerByMail } from './browser.js'

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

const newOwner = () => newOwnerByMail(stack, mailbox)
const linkTo = (address: string, words?: string) => waitFor(() => mailbox.linkTo(address, words))

it('a lost password is mended by the link in a mail, once', async () => {
  const ann = await newOwner()
  await ann.post('/api/auth/request-password-reset', { email: ann.email })
  const link = new URL(await linkTo(ann.email, 'new password'))
  expect(link.origin).toBe(stack.webUrl)
  const token = link.searchParams.get('token')
  const reset = { newPassword: 'a brand new password', token }
  expect((await ann.post('/api/auth/reset-password', reset)).status).toBe(200)
  expect((await ann.post('/api/auth/reset-password', reset)).status).toBeGreaterThanOrEqual(400)
  expect((await ann.signIn()).status).toBe(401)
  expect((await ann.signIn('a brand new password')).status).toBe(200)
})

it('an invitation goes out by mail, and says so', async () => {
  const ann = await newOwner()
  const guest = new Browser(stack.apiUrl)
  const { body } = await ann.post<Invitation>('/api/v1/members/invitations', {
    email: guest.email,
    role: 'member',
  })
  expect(body.mailed).toBe(true)
  const link = await linkTo(guest.email)
  expect(link.split('?')[0]).toBe(body.link)
})

it('a stranger’s address gets no mail, and the same answer', async () => {
  const ann = await newOwner()
  const known = await ann.post('/api/auth/request-password-reset', { email: ann.email })
  const unknown = await ann.post('/api/auth/request-password-reset', { email: 'nobody@people.test' })
  expect([unknown.status, unknown.body]).toEqual([known.status, known.body])
  await linkTo(ann.email, 'new password')
  expect(mailbox.mails.map(({ to }) => to)).not.toContain('nobody@people.test')
})
