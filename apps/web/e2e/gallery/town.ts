import type { ConversationPage } from '@cloudpa/contracts/conversations'
import { waitFor } from '@cloudpa/testing/kit'
import type { SharedStack } from '@cloudpa/testing/shared-stack'
import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import pg from 'pg'
import { control, Desk, openOffice, type Colleague, type Office } from '../desk.js'
import { openStudio } from '../open-studio.js'
import type { Session } from '../windows.js'
import { furtherPast, kinds, meant, optedOut, stuck } from './conversations.js'
import { localeCookie, type Language } from './screens.js'

/**
 * Who can look at a screen: the owner of a studio on a busy Tuesday, somebody who merely answers there, the owner of an
 * org that nobody has written to yet, and one whose org has no number.
 */
export type Person = 'owner' | 'member' | 'newcomer' | 'numberless'

/** All that the pictures are of. Nothing that a state does changes it, so states can be reached side by side. */
export interface Town {
  stack: SharedStack
  browser: Browser
  studio: Office
  /** The address of a conversation of the studio's, by how its customer's name begins. */
  addressOf(name: string): string
  /** A screen of somebody's, or of nobody's in particular, that has loaded nothing and knows of nothing. */
  open(person: Person | undefined, options: BrowserContextOptions, language: Language): Promise<Desk>
  /** Puts a screen away. */
  leave(desk: Desk): Promise<void>
}

/** Builds the town: its orgs, what was written there, and a session for each person. */
export async function buildTown(stack: SharedStack, browser: Browser): Promise<Town> {
  const [admin, member] = [colleague('Tomás Vega', 'admin'), colleague('Inês Duarte', 'member')]
  const studio = await openStudio(stack, { pastOf: furtherPast, colleagues: [admin, member] })
  await sendKinds(stack, studio)
  await rewrite(stack, studio)
  const addresses = await readAddresses(stack, studio)
  const fresh = await openOffice(stack)
  const sessions: Record<Person, Session> = {
    owner: await signIn(stack, browser, studio, inviteSomebody),
    member: await signIn(stack, browser, member),
    newcomer: await signIn(stack, browser, fresh),
    numberless: await signIn(stack, browser, await openNumberless(stack)),
  }
  return {
    stack,
    browser,
    studio,
    addressOf: (name) => {
      const found = addresses.find(([customer]) => customer.startsWith(name))
      if (!found) throw new Error(`nobody called ${name} wrote to the studio`)
      return found[1]
    },
    open: async (person, options, language) => {
      const desk = await Desk.open(browser, stack, options, person && sessions[person])
      await desk.context.addCookies([localeCookie(stack, language)])
      await holdBack(desk)
      return desk
    },
    leave: (desk) => desk.putAway(),
  }
}

/**
 * Keeps from the server that something was read on a screen, or is looked at: what it shows as unread must be so for the
 * next, and nobody else is seen in a picture.
 */
async function holdBack(desk: Desk): Promise<void> {
  const tools = await desk.context.newCDPSession(desk.page)
  desk.atEnd(() => tools.detach())
  // A route would have the page load all anew.
  await tools.send('Fetch.enable', {
    patterns: ['read', 'presence'].map((what) => ({ urlPattern: `*/messaging/conversations/*/${what}` })),
  })
}

/** @returns each customer's name and the address of their conversation, once the last of them has arrived */
async function readAddresses(stack: SharedStack, { apiKey }: Office): Promise<[string, string][]> {
  const read = async () => {
    const response = await fetch(`${stack.apiUrl}/api/v1/messaging/conversations?limit=100`, {
      headers: { authorization: `Bearer ${apiKey}` },
    })
    const { items } = (await response.json()) as ConversationPage
    const isComplete = items.some(({ contact }) => contact.name === lastToWrite)
    return isComplete && items.map(({ id, contact }): [string, string] => [contact.name, `/inbox/${id}`])
  }
  return waitFor(read, { timeoutMs: 30_000, what: lastToWrite })
}

const lastToWrite = 'Sofia Silva'

/** Some write what is more than words; whether it has arrived is seen by the state that shows it. */
async function sendKinds(stack: SharedStack, { accountSid, number: to }: Office): Promise<void> {
  for (const [name, messages] of Object.entries(kinds).toReversed()) {
    const { id: from } = await control<{ id: string }>(stack, 'POST', '/customers', { name })
    let first: string | undefined
    for (const { context, ...message } of messages) {
      // What quotes the first quotes what only now has an id.
      const around = context?.quotedSid === 'first' ? { ...context, quotedSid: first } : context
      const sent = await control<{ sid: string }>(stack, 'POST', '/messages', {
        accountSid,
        to,
        from,
        ...message,
        ...(around ? { context: around } : {}),
      })
      first ??= sent.sid
    }
  }
}

/**
 * Has some of what was said be of another kind or a wish, and takes back that Twilio ever answered: what is settled within minutes
 * could not be looked at for long.
 */
async function rewrite(stack: SharedStack, { orgId }: Office): Promise<void> {
  const database = new pg.Client({ connectionString: stack.databaseUrl })
  await database.connect()
  try {
    const statement = `UPDATE message SET status = 'unconfirmed', sid = NULL WHERE org_id = $1 AND body = $2`
    await database.query(statement, [orgId, stuck])
    const wish = `UPDATE contact SET opted_out_at = now() - interval '11 hours' WHERE org_id = $1 AND profile_name = $2`
    await database.query(wish, [orgId, optedOut])
    for (const [body, content] of Object.entries(meant)) {
      const whole = { v: 1, body, ...content }
      await database.query('UPDATE message SET content = $3 WHERE org_id = $1 AND body = $2', [
        orgId,
        body,
        whole,
      ])
    }
  } finally {
    await database.end()
  }
}

function colleague(name: string, role: Colleague['role']): Colleague {
  return { name, role, email: `${randomUUID()}@office.test`, password: randomUUID() }
}

async function openNumberless(stack: SharedStack): Promise<Colleague> {
  const owner = colleague('Nadia Stein', 'owner')
  const { name, ...rest } = owner
  await stack.seed({
    orgs: [
      { slug: `bare-${randomUUID().slice(0, 8)}`, name: 'Nadia Stein Pottery', members: [{ name, ...rest }] },
    ],
  })
  return owner
}

async function inviteSomebody(context: BrowserContext, { webUrl }: SharedStack): Promise<void> {
  const data = { email: 'bruno.almeida@studio-marisol.example', role: 'admin' }
  const answer = await context.request.post(`${webUrl}/api/v1/members/invitations`, {
    data,
    headers: { origin: webUrl },
    maxRetries: 3,
  })
  if (!answer.ok()) throw new Error(`the invitation: ${answer.status()} ${await answer.text()}`)
}

async function signIn(
  stack: SharedStack,
  browser: Browser,
  { email, password }: { email: string; password: string },
  then?: (context: BrowserContext, stack: SharedStack) => Promise<void>,
): Promise<Session> {
  const context = await browser.newContext()
  const answer = await context.request.post(`${stack.webUrl}/api/auth/sign-in/email`, {
    data: { email, password },
    headers: { origin: stack.webUrl },
    maxRetries: 3,
  })
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()} ${await answer.text()}`)
  await then?.(context, stack)
  const session = await context.storageState()
  await context.close()
  return session
}
