import { createSystem, type PrismaClient } from '@cloudpa/db'
import { Mailbox, startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser, invite, newOwner, newOwnerByMail } from './browser.js'

const eightAtOnce = (person: Browser) =>
  Promise.all(Array.from({ length: 8 }, () => new Browser(person.apiUrl).signUp({ email: person.email })))

/** None of these is a token or a proof; a gate that can't read them must stay shut, and not stand open. */
const malformed = ['email', 'invitation', 'proof'].flatMap((field) =>
  [null, 1, {}, []].map((value) => ({ [field]: value })),
)

/** Signs up with each malformed field: 400 each, and nobody has an account or a cookie afterwards. */
async function expectRefused({ apiUrl, databaseUrl }: Stack): Promise<void> {
  const database = createSystem({ url: databaseUrl, poolSize: 1 })
  const before = await database.user.count()
  for (const field of malformed) {
    const { status, error, setCookies } = await new Browser(apiUrl).signUp(field)
    expect([field, status, error?.code, setCookies]).toEqual([field, 400, 'invalid_request', []])
  }
  expect(await database.user.count()).toBe(before)
  await database.$disconnect()
}

const pathOf = (link: string) => new URL(link).pathname
const proofIn = (link: string) => new URL(link).searchParams.get('proof')

describe('where mail is set up', () => {
  let mailbox: Mailbox
  let stack: Stack
  let database: PrismaClient
  beforeAll(async () => {
    mailbox = await Mailbox.open()
    stack = await startStack({ worker: false, env: { SMTP_URL: mailbox.url } })
    database = createSystem({ url: stack.databaseUrl, poolSize: 2 })
  })
  afterAll(async () => {
    await database?.$disconnect()
    await stack?.stop()
    mailbox?.close()
  })
  const linkTo = (person: Browser, words?: string) => waitFor(() => mailbox.linkTo(person.email, words))

  it('a known address and a new one are answered alike; only their mails differ', async () => {
    const ann = await newOwnerByMail(stack, mailbox)
    const bob = new Browser(stack.apiUrl)
    const [known, unknown] = await Promise.all([
      new Browser(stack.apiUrl).signUp({ email: ann.email.toUpperCase() }),
      bob.signUp(),
    ])
    expect(known).toEqual(unknown)
    expect([known.status, known.setCookies]).toEqual([200, []])
    expect(pathOf(await linkTo(ann, 'an account already'))).toBe('/sign-in')
    expect(pathOf(await linkTo(bob))).toBe('/sign-up')
    expect(await database.user.count({ where: { email: bob.email } })).toBe(0)
  })

  it('the link makes the account of its own address, proved and signed in', async () => {
    const ann = await newOwnerByMail(stack, mailbox)
    expect(await ann.me()).toMatchObject({ user: { email: ann.email }, role: 'owner' })
    const row = await database.user.findUniqueOrThrow({ where: { email: ann.email } })
    expect(row.emailVerified).toBe(true)

    const eve = new Browser(stack.apiUrl)
    expect((await eve.signUp({ proof: proofIn(await linkTo(ann)) })).body).toEqual({ mailed: true })
    expect((await eve.get('/api/v1/me')).status).toBe(401)
  })

  it('eight at once for one address are answered alike, flood nobody, and make one account', async () => {
    const ann = new Browser(stack.apiUrl)
    const answers = await eightAtOnce(ann)
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(answers[0]?.body).toEqual({ mailed: true })
    const proof = proofIn(await linkTo(ann))
    const made = await Promise.all(
      Array.from({ length: 8 }, () => new Browser(stack.apiUrl).signUp({ email: ann.email, proof })),
    )
    expect(made.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)])
    expect(await database.user.count({ where: { email: ann.email } })).toBe(1)
    expect(mailbox.mails.filter(({ to }) => to === ann.email).length).toBeLessThanOrEqual(3)
  })

  it('a malformed field makes no account', () => expectRefused(stack))

  it('what only claims to be an invitation is not mailed on', async () => {
    const bob = new Browser(stack.apiUrl)
    expect((await bob.signUp({ invitation: 'cheap-pills.example' })).body).toEqual({ mailed: true })
    expect(pathOf(await linkTo(bob))).toBe('/sign-up')
    expect(JSON.stringify(mailbox.mails)).not.toContain('cheap-pills')
  })

  it('a mailed invitation proves the address, the link that the inviter sees does not', async () => {
    const owner = await newOwnerByMail(stack, mailbox)
    const [bob, carl] = [new Browser(stack.apiUrl), new Browser(stack.apiUrl)]
    const [forBob, forCarl] = [await invite(owner, bob.email), await invite(owner, carl.email)]
    const mailed = await linkTo(bob, 'invites you')
    expect((await bob.signUp({ invitation: forBob.token, proof: proofIn(mailed) })).status).toBe(200)
    expect((await bob.me()).org.id).toBe((await owner.me()).org.id)

    expect((await carl.signUp({ invitation: forCarl.token })).body).toEqual({ mailed: true })
    const link = await linkTo(carl, 'One step left')
    expect(pathOf(link)).toBe(`/invite/${forCarl.token}`)
    expect((await carl.signUp({ invitation: forCarl.token, proof: proofIn(link) })).status).toBe(200)
    expect((await carl.me()).orgs).toHaveLength(1)
  })
})

describe('without mail', () => {
  let stack: SharedStack
  beforeAll(async () => {
    stack = await sharedStack()
  })

  it('eight at once for one address make one account, and the others hear that there is one', async () => {
    const answers = await eightAtOnce(new Browser(stack.apiUrl))
    const said = answers.map(({ status, error }) => `${status} ${error?.code ?? 'made'}`).sort()
    expect(said).toEqual(['200 made', ...Array<string>(7).fill('409 conflict')])
  })

  it('a known address is told to sign in', async () => {
    const ann = await newOwner(stack)
    const { status, error } = await new Browser(stack.apiUrl).signUp({ email: ann.email })
    expect([status, error?.code]).toEqual([409, 'conflict'])
  })
})

describe('by invitation', () => {
  it('a malformed field makes no account, on a fresh installation nor later', async () => {
    const stack = await startStack({ worker: false, env: { SIGN_UP: 'invited' } })
    try {
      await expectRefused(stack)
      const { email, password } = new Browser(stack.apiUrl)
      const owner = { email, password, name: 'Ann', role: 'owner' } as const
      await stack.seed({ orgs: [{ slug: 'ann', name: 'Ann', members: [owner] }] })
      await expectRefused(stack)
    } finally {
      await stack.stop()
    }
  })
})
