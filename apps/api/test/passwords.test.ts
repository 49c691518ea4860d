import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import { beforeAll, expect, test } from 'vitest'
import { Browser, makeResetLink, newOwner } from './browser.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

/** A hundred wrong passwords for one account, each from an address of its own, ten at a time. */
async function guess(email: string) {
  const startedAt = Date.now()
  const answers = []
  for (let round = 0; round < 10; round++) {
    const guesses = Array.from({ length: 10 }, () =>
      new Browser(stack.apiUrl).post('/api/auth/sign-in/email', { email, password: 'a guess' }),
    )
    answers.push(...(await Promise.all(guesses)))
  }
  const seconds = Math.ceil((Date.now() - startedAt) / 1000)
  return { answers, checked: answers.filter(({ status }) => status === 401).length, seconds }
}

test('a hundred addresses guess at one account: ten are heard, and its owner signs in all the while', async () => {
  const ann = await newOwner(stack)
  await ann.signOut()
  const { answers, checked, seconds } = await guess(ann.email)
  expect(checked).toBeGreaterThanOrEqual(10)
  expect(checked).toBeLessThanOrEqual(10 + Math.ceil(seconds / 10))

  const refused = answers.filter(({ status }) => status !== 401)
  expect(new Set(refused.map(({ status, error }) => `${status} ${error?.code}`))).toEqual(
    new Set(['429 rate_limited']),
  )
  for (const { retryAfter, error } of refused) {
    expect(Number(retryAfter)).toBeGreaterThanOrEqual(1)
    expect(Number(retryAfter)).toBeLessThanOrEqual(10)
    expect(error?.message).toMatch(/try again in \d+ seconds? on .* or reset your password/i)
  }
  expect((await ann.signIn()).status).toBe(200)
})

test('from a device it does not know, the owner gets in once the time is over that the refusal named', async () => {
  const ann = await newOwner(stack)
  await guess(ann.email)
  const phone = new Browser(stack.apiUrl)
  const signIn = () => phone.post('/api/auth/sign-in/email', { email: ann.email, password: ann.password })
  const { status, retryAfter } = await signIn()
  expect(status).toBe(429)
  const refusedAt = Date.now()
  await waitFor(async () => (await signIn()).status === 200, { timeoutMs: 30_000 })
  expect(Date.now() - refusedAt).toBeGreaterThan((Number(retryAfter) - 2) * 1000)
})

test('who sets a new password is known from then on', async () => {
  const ann = await newOwner(stack)
  const link = await makeResetLink(stack, ann.email)
  await guess(ann.email)
  const phone = new Browser(stack.apiUrl)
  const newPassword = 'another password'
  const token = link.searchParams.get('token')
  expect((await phone.post('/api/auth/reset-password', { newPassword, token })).status).toBe(200)
  const signIn = (browser: Browser) =>
    browser.post('/api/auth/sign-in/email', { email: ann.email, password: newPassword })
  await guess(ann.email)
  expect((await signIn(phone)).status).toBe(200)
})

test('an address without an account is slowed just the same', async () => {
  const { answers, checked, seconds } = await guess('nobody@passwords.test')
  expect(checked).toBeGreaterThanOrEqual(10)
  expect(checked).toBeLessThanOrEqual(10 + Math.ceil(seconds / 10))
  expect(answers.at(-1)?.error?.code).toBe('rate_limited')
})

test('a known device guesses no faster, and is known to its own account only', async () => {
  const ann = await newOwner(stack)
  const wrong = []
  for (let attempt = 0; attempt < 20; attempt++) wrong.push((await ann.signIn('a guess')).status)
  expect(wrong.filter((status) => status === 401).length).toBeLessThan(16)
  expect(wrong).toContain(429)
  // Her own wrong passwords close nothing to others of hers, nor do others' to her.
  const phone = new Browser(stack.apiUrl)
  const asAnn = { email: ann.email, password: ann.password }
  expect((await phone.post('/api/auth/sign-in/email', asAnn)).status).toBe(200)

  const eve = await newOwner(stack)
  const bob = await newOwner(stack)
  await guess(bob.email)
  expect((await eve.post('/api/auth/sign-in/email', { email: bob.email, password: 'x' })).status).toBe(429)
})

test('guessing at many accounts from one address is slowed down for who guesses, not for others', async () => {
  const ann = await newOwner(stack)
  const guesser = new Browser(stack.apiUrl)
  const guess = (attempt: number) =>
    guesser.post('/api/auth/sign-in/email', { email: `${attempt}@people.test`, password: 'a guess' })
  const refused = await waitFor(async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, attempt) => guess(attempt)))
    return answers.find(({ status }) => status === 429)
  })
  expect(Number(refused.retryAfter)).toBeGreaterThan(0)
  expect((await ann.signIn()).status).toBe(200)
})
