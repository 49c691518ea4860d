import type { Invitation } from '@cloudpa/contracts/orgs'
import { Mailbox, startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
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

it('a mail comes as text and as HTML, with the same link', async () => {
  const ann = await newOwner()
  await ann.post('/api/auth/request-password-reset', { email: ann.email })
  const link = await linkTo(ann.email, 'new password')
  const mail = mailbox.mails.findLast(({ to }) => to === ann.email)?.text ?? ''
  expect(mail).toMatch(/^Content-Type: multipart\/alternative/m)
  const [plain = '', html = ''] = mail.split(/^Content-Type: text\/html/m)
  expect(plain).toMatch(/^Content-Type: text\/plain/m)
  expect(plain.split('\n')).toContain(link)
  expect(html).toContain(`href="${link}"`)
})

it('a stranger’s address gets no mail, and the same answer', async () => {
  const ann = await newOwner()
  const known = await ann.post('/api/auth/request-password-reset', { email: ann.email })
  const unknown = await ann.post('/api/auth/request-password-reset', { email: 'nobody@people.test' })
  expect([unknown.status, unknown.body]).toEqual([known.status, known.body])
  await linkTo(ann.email, 'new password')
  expect(mailbox.mails.map(({ to }) => to)).not.toContain('nobody@people.test')
})

it('an address is mailed few invitations, and an org mails so many a day; who invites is told', async () => {
  const [ann, bob] = [await newOwner(), await newOwner()]
  const inviteFrom = (who: Browser, email: string) =>
    who.post<Invitation>('/api/v1/members/invitations', { email, role: 'member' })
  const guest = new Browser(stack.apiUrl)
  const sent = []
  for (let index = 0; index < 3; index += 1) sent.push(await inviteFrom(ann, guest.email))
  expect(sent.map(({ status }) => status)).toEqual([201, 201, 201])
  const refused = await inviteFrom(ann, guest.email)
  expect([refused.status, refused.error?.code]).toEqual([429, 'rate_limited'])
  expect(refused.error?.message).toMatch(/had several invitations already\. Try again in \d+ minutes/)
  // Others may invite whom a stranger has mailed often, by the link alone.
  const byHand = await inviteFrom(bob, guest.email)
  expect([byHand.status, byHand.body.mailed, typeof byHand.body.link]).toEqual([201, false, 'string'])
  expect(mailbox.mails.filter(({ to }) => to === guest.email)).toHaveLength(3)
  // What was sent before still works.
  const token = new URL(sent[2]?.body.link ?? '').pathname.split('/')[2]
  expect((await guest.get(`/api/v1/invitations/${token}`)).status).toBe(200)

  const answers: Awaited<ReturnType<typeof inviteFrom>>[] = []
  // Few at once: an org's invitations wait for each other, and longer than a busy machine lets them.
  for (let group = 0; group < 14; group += 1) {
    answers.push(
      ...(await Promise.all(
        Array.from({ length: 7 }, () => inviteFrom(ann, new Browser(stack.apiUrl).email)),
      )),
    )
  }
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(97)
  const beyond = answers.find(({ status }) => status === 429)
  expect(beyond?.error?.message).toMatch(/all the invitations for today\. Try again in \d+ minutes/)
  expect((await inviteFrom(bob, new Browser(stack.apiUrl).email)).status).toBe(201)
})

it('an address is mailed few links for a new password, and every answer is the same', async () => {
  const [ann, bob] = [await newOwner(), await newOwner()]
  const ask = () => new Browser(stack.apiUrl).post('/api/auth/request-password-reset', { email: ann.email })
  const answers = [await ask(), await ask(), await ask(), await ask(), await ask()]
  for (const answer of answers) expect(answer).toEqual(answers[0])
  const links = () =>
    mailbox.mails.filter(({ to, text }) => to === ann.email && text.includes('new password')).length
  await waitFor(() => links() >= 3)
  await bob.post('/api/auth/request-password-reset', { email: bob.email })
  await linkTo(bob.email, 'new password')
  expect(links()).toBe(3)
})
