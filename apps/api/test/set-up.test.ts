import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Config } from '@cloudpa/contracts/orgs'
import { createSystem, type PrismaClient } from '@cloudpa/db'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser, invite, newOwner } from './browser.js'
import { postForm } from './post-form.js'
import { Tenant, webhookPath } from './tenant.js'

let stack: Stack
let database: PrismaClient
beforeAll(async () => {
  stack = await startStack({ worker: false, env: { SIGN_UP: 'invited' } })
  database = createSystem({ url: stack.databaseUrl, poolSize: 2 })
})
afterAll(async () => {
  await database?.$disconnect()
  await stack?.stop()
})

const printLink = async () => {
  const run = promisify(execFile)(process.execPath, ['bundle/cli.js', 'set-up-link'], {
    cwd: new URL('..', import.meta.url),
    env: stack.env,
  })
  return (await run).stdout.trim()
}

const signUpSays = async () => (await new Browser(stack.apiUrl).get<Config>('/api/v1/config')).body.signUp

const setUp = (browser: Browser, token: string, more: object = {}) =>
  browser.post('/api/v1/set-up', {
    token,
    name: 'Olivia',
    email: browser.email,
    password: browser.password,
    orgName: 'Olivia’s studio',
    ...more,
  })

test('a fresh installation lets nobody sign up, and tells its operator alone how to begin', async () => {
  expect(await signUpSays()).toBe('set-up')
  const stranger = new Browser(stack.apiUrl)
  const refused = await stranger.signUp()
  expect([refused.status, refused.error?.code]).toEqual([403, 'forbidden'])
  expect(refused.error?.message).toContain('set-up-link')

  const link = await printLink()
  expect(link).toMatch(/\/set-up\?token=[\w-]{43}$/)
  expect(link.startsWith(stack.webUrl)).toBe(true)
  expect(await printLink()).toBe(link)
  await waitFor(() => stack.processes.api.output().includes(link))

  expect((await setUp(stranger, 'A'.repeat(43))).status).toBe(403)
  const token = new URL(link).searchParams.get('token') ?? ''
  const short = await setUp(stranger, token, { password: 'short' })
  expect([short.status, short.error?.code]).toEqual([400, 'invalid_request'])
  expect(await database.user.count()).toBe(0)
})

test('the link makes one owner, however many open it at once, and nothing afterwards', async () => {
  const token = new URL(await printLink()).searchParams.get('token') ?? ''
  const people = Array.from({ length: 4 }, () => new Browser(stack.apiUrl))
  const answers = await Promise.all(people.map((person) => setUp(person, token)))
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409])
  const owner = people[answers.findIndex(({ status }) => status === 204)]
  expect(await owner?.me()).toMatchObject({
    user: { name: 'Olivia', email: owner?.email },
    role: 'owner',
    org: { name: 'Olivia’s studio' },
    orgs: [{}],
  })
  expect([await database.user.count(), await database.org.count()]).toEqual([1, 1])
  await owner?.signOut()
  expect((await owner?.signIn())?.status).toBe(200)

  const late = await setUp(new Browser(stack.apiUrl), token)
  expect([late.status, late.error?.code]).toEqual([409, 'conflict'])
  await expect(printLink()).rejects.toThrow('set up already')
  expect(await signUpSays()).toBe('invited')
})

test('that it is set up is known without the database from then on', async () => {
  expect(await signUpSays()).toBe('invited')
  const refused = await database.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE org, "user" IN ACCESS EXCLUSIVE MODE`
    return new Browser(stack.apiUrl).signUp()
  })
  expect([refused.status, refused.error?.code]).toEqual([403, 'forbidden'])
})

test('afterwards people come by an invitation of their own, and by no other way', async () => {
  const slug = 'inviting'
  const owner = new Browser(stack.apiUrl)
  const { email, password } = owner
  await stack.seed({
    orgs: [{ slug, name: slug, members: [{ email, password, name: 'Ann', role: 'owner' }] }],
  })
  await owner.signIn()

  const [bob, eve] = [new Browser(stack.apiUrl), new Browser(stack.apiUrl)]
  const { token } = await invite(owner, bob.email)
  for (const more of [{}, { invitation: token }, { invitation: 'A'.repeat(43) }]) {
    const { status, error } = await eve.signUp(more)
    expect([more, status, error?.code]).toEqual([more, 403, 'forbidden'])
  }
  expect((await bob.signUp({ invitation: token })).status).toBe(200)
  expect((await bob.me()).org.name).toBe(slug)
  expect((await eve.signUp({ invitation: token, email: bob.email })).status).toBe(403)
})

test('credentials of the environment never serve a stranger’s org, not even the oldest', async () => {
  const env = { TWILIO_ACCOUNT_SID: 'ACenvironment', TWILIO_AUTH_TOKEN: 'environment-token' }
  const open = await startStack({ env: { SIGN_UP: 'open', ...env } })
  try {
    const stranger = await newOwner(open)
    const write = (sid: string) =>
      postForm(
        open.apiUrl + webhookPath,
        `MessageSid=${sid}&AccountSid=ACenvironment&From=%2B15005550006&To=%2B15550009999&Body=${sid}`,
        { authToken: 'environment-token' },
      )
    await write('SMbefore')
    const operator = await Tenant.create(open)
    expect((await write('SMafter')).status).toBe(200)
    await waitFor(async () => (await operator.inbound()).some(({ content }) => content.body === 'SMafter'))
    const seen = await stranger.get<{ items: unknown[] }>('/api/v1/chat-accounts')
    expect(seen.body.items).toEqual([])
  } finally {
    await open.stop()
  }
})
