import type { ConversationPage } from '@cloudpa/contracts/conversations'
import type { Note } from '@cloudpa/contracts/notes'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import pg from 'pg'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, handset, openOffice, type Office } from './desk.js'
import { findViolations } from './find-violations.js'
import { waitForFocus } from './focus.js'
import { intercept, type Intercepted } from './intercept.js'
import { amina, fill, maria, openFull, tom } from './open-full.js'
import { newAna } from './open-team.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const toast = '[data-sonner-toast]'
const note = (desk: Desk, text: string) => desk.page.getByTestId('note').filter({ hasText: text })
const field = (desk: Desk) => desk.page.getByTestId('note-field')
const has = (desk: Desk, testId: string, text: string) =>
  waitFor(async () => (await valueOf(desk, testId)) === text, { what: `“${text}”` })
const valueOf = (desk: Desk, testId: string) => desk.page.getByTestId(testId).inputValue()

/** How the card under the thread looks: its ground, its field's name, and what its button says. */
const look = (desk: Desk) =>
  desk.page.getByTestId('dock').evaluate((dock) => ({
    ground: getComputedStyle(dock).backgroundColor,
    label: dock.querySelector('textarea')?.getAttribute('aria-label'),
    button: dock.querySelector('button[type="submit"]')?.textContent,
  }))

const api = async <T>({ apiKey }: Office, path: string): Promise<T> => {
  const headers = { authorization: `Bearer ${apiKey}` }
  return (await (await fetch(`${stack.apiUrl}/api/v1${path}`, { headers })).json()) as T
}

/** All that the simulated Twilio heard of this office. */
const heardByTwilio = async ({ accountSid }: Office) =>
  (await fetch(`${stack.simulatorUrl}/_sim/messages?direction=outbound&accountSid=${accountSid}`)).text()

it('a note looks and reads like nothing else, names a colleague by keyboard, and finds them on their screen', async () => {
  const colleague = newAna()
  const office = await openOffice(stack, undefined, [colleague])
  const [marisol, ana] = [await Desk.open(browser, stack), await Desk.open(browser, stack)]
  await marisol.signIn(office)
  await ana.signIn(colleague)
  await fill(stack, office, marisol)
  await ana.waitForNames(maria, amina, tom)

  await marisol.openConversation(amina)
  await marisol.page.getByTestId('composer').waitFor()
  const reply = await look(marisol)
  await marisol.row(amina).focus()
  await marisol.page.keyboard.press('n')
  await waitForFocus(marisol, /note-field/)
  const inNote = await look(marisol)
  expect(inNote).toMatchObject({
    label: `Note about ${amina}. Only your team can see it.`,
    button: 'Add note',
  })
  expect(inNote.ground).not.toBe(reply.ground)
  expect(inNote.label).not.toBe(reply.label)

  // Faster than the list of members is there.
  await marisol.page.keyboard.type('@an', { delay: 0 })
  await marisol.page.keyboard.press('Enter')
  await waitFor(async () => (await valueOf(marisol, 'note-field')) === '@Ana Ruiz ', { what: 'the name' })
  await marisol.page.keyboard.type('could hers go into your kiln?')
  expect(await findViolations(marisol.page, 'writing a note')).toEqual([])
  await marisol.page.keyboard.press('Enter')
  await note(marisol, 'go into your kiln?').and(marisol.page.locator('[data-status="there"]')).waitFor()
  await note(marisol, 'Your note').waitFor()
  expect(await valueOf(marisol, 'note-field')).toBe('')
  // One goes on with notes until one says otherwise.
  await waitForFocus(marisol, /note-field/)

  const says = new RegExp(`Marisol Vega\\W* mentioned you in a note about \\W*${amina}`)
  await ana.page.locator(toast).getByText(says).waitFor()
  await ana.row(amina).getByTestId('mention-mark').waitFor()
  await ana.page.locator(toast).getByRole('button', { name: 'Show' }).click()
  await note(ana, 'Marisol Vega’s note').waitFor()
  await note(ana, '').getByTestId('mention').getByText('@Ana Ruiz').waitFor()
  await ana.row(amina).getByTestId('mention-mark').waitFor({ state: 'detached' })
  expect(await findViolations(ana.page, 'a thread with a note')).toEqual([])
  // Nothing of it is the customer's: not the preview, not what is unread, and nothing left.
  expect(await ana.row(amina).innerText()).not.toContain('kiln')
  const { items } = await api<ConversationPage>(office, '/messaging/conversations')
  expect(items.map(({ lastMessage }) => lastMessage?.direction)).toEqual(['inbound', 'inbound', 'inbound'])
  expect(await heardByTwilio(office)).not.toContain('kiln')

  // Deleted and brought back, both see it.
  await note(marisol, 'kiln').hover()
  await marisol.page.getByTestId('delete-note').click()
  await note(ana, 'kiln').waitFor({ state: 'detached' })
  // Nobody else has its words: what fails once is offered again, on whatever screen one is.
  const tries: Intercepted[] = []
  await intercept(marisol.page, /\/messaging\/notes\//, (request) => {
    void (tries.push(request) === 1 ? request.abort() : request.pass())
  })
  await marisol.row(amina).focus()
  for (const key of ['g', 'c']) await marisol.page.keyboard.press(key)
  await marisol.page.waitForURL('**/contacts')
  await marisol.page.keyboard.press('z')
  await waitFor(() => tries.length === 1, { what: 'the first try' })
  await marisol.page.locator(toast).getByText('Can’t reach').waitFor()
  await marisol.page.keyboard.press('z')
  await note(ana, 'kiln').waitFor()
  for (const key of ['g', 'i']) await marisol.page.keyboard.press(key)
  await marisol.openConversation(amina)
  for (const desk of [marisol, ana]) await note(desk, 'kiln').waitFor()
  await marisol.close()
  await ana.close()
})

describe('what was begun as a note', () => {
  it('is never found in a reply, whichever way one goes', async () => {
    const { desk, office } = await openFull(browser, stack)
    await desk.openConversation(amina)
    await desk.page.getByTestId('composer').fill('Dear Amina')
    await desk.row(amina).focus()
    // In one go: none of it is a shortcut, nor a reply.
    await desk.page.keyboard.type('nShe always pays late', { delay: 0 })
    await has(desk, 'note-field', 'She always pays late')
    await desk.page.getByTestId('write-reply').getByText('draft').waitFor({ state: 'attached' })
    // To another conversation and back: there one begins with the reply, and here one goes on with the note.
    await desk.page.keyboard.press('Alt+ArrowDown')
    await desk.page.getByLabel(`Message to ${tom}`).waitFor()
    expect(await valueOf(desk, 'composer')).toBe('')
    await desk.page.keyboard.press('Alt+ArrowUp')
    await desk.page.getByLabel(`Note about ${amina}`).waitFor()
    await waitForFocus(desk, /note-field/)
    // Escape ends the name that nobody has, and then leaves to the list; neither goes to the reply.
    await desk.page.keyboard.type(' @joh')
    await desk.page.keyboard.press('Escape')
    await waitForFocus(desk, /note-field/)
    await desk.page.keyboard.press('Escape')
    await waitFor(() => desk.row(amina).evaluate((row) => row.contains(document.activeElement)), {
      what: 'the list',
    })
    await desk.page.getByTestId('note-field').waitFor()
    await desk.page.keyboard.press('r')
    await waitForFocus(desk, /composer/)
    await has(desk, 'composer', 'Dear Amina')
    await desk.page.getByTestId('write-note').getByText('draft').waitFor({ state: 'attached' })
    await desk.reload()
    await desk.page.getByTestId('write-note').click()
    await has(desk, 'note-field', 'She always pays late @joh')
    await desk.page.getByTestId('write-reply').click()
    await waitForFocus(desk, /composer/)
    await desk.page.keyboard.press('Enter')
    await waitFor(async () => (await heardByTwilio(office)).includes('Dear Amina'), { what: 'the reply' })
    expect(await heardByTwilio(office)).not.toContain('pays late')
    await desk.page.getByTestId('write-note').click()
    await has(desk, 'note-field', 'She always pays late @joh')
    await desk.close()
  })

  it('is kept where it can’t be saved, tried again, and is there once', async () => {
    const { desk, office } = await openFull(browser, stack)
    await desk.openConversation(amina)
    const asked: Intercepted[] = []
    await intercept(desk.page, /\/notes$/, (request) => {
      // The first gets through, and its answer does not; the second gets through the second time.
      const nth = asked.push(request)
      void [() => request.fetch().then(() => request.abort()), () => request.abort()].at(nth - 1)?.()
      if (nth > 2) void request.pass()
    })
    const kept = () =>
      desk.page.evaluate(
        () => Object.keys(localStorage).filter((key) => key.includes(':unsent-note:')).length,
      )
    await desk.page.getByTestId('write-note').click()
    await desk.page.keyboard.type('Once')
    await desk.page.getByTestId('add-note').click()
    // Told by the line it is there, and waits no more.
    await note(desk, 'Once').and(desk.page.locator('[data-status="there"]')).waitFor()
    await waitFor(async () => (await kept()) === 0, { what: 'nothing that waits' })
    await desk.page.keyboard.type('Later')
    await desk.page.keyboard.press('Enter')
    await desk.row(amina).getByTestId('unsent-preview').getByText('Note not saved: Later').waitFor()
    const said = desk.page.getByTestId('announcer').getByText('Note not saved.')
    await said.waitFor({ state: 'attached' })
    await desk.reload()
    await waitFor(() => asked.length > 2, { what: 'the second try' })
    await note(desk, 'Later').and(desk.page.locator('[data-status="there"]')).waitFor()
    expect(await note(desk, '').count()).toBe(2)
    const { items } = await api<ConversationPage>(office, '/messaging/conversations')
    const id = items.find(({ contact }) => contact.name === amina)?.id ?? ''
    const page = await api<{ notes: Note[] }>(office, `/messaging/conversations/${id}/messages`)
    expect(page.notes.map(({ body }) => body)).toEqual(['Once', 'Later'])
    await desk.close()
  })
})

it('on a phone, and to a customer who can’t be answered any more, it is written all the same', async () => {
  const { desk, office } = await openFull(browser, stack, { viewport: handset, touch: true })
  const database = new pg.Client({ connectionString: stack.databaseUrl })
  await database.connect()
  await database.query(
    `UPDATE conversation SET last_inbound_at = now() - interval '2 days' FROM contact
     WHERE contact.id = contact_id AND conversation.org_id = $1 AND profile_name = $2`,
    [office.orgId, tom],
  )
  await database.end()
  await desk.reload()
  await desk.openConversation(amina)
  await desk.page.getByTestId('add-button').click()
  await desk.page.getByTestId('add-menu-note').click()
  await waitForFocus(desk, /note-field/)
  await field(desk).fill('Left at the door')
  await desk.page.getByTestId('add-note').click()
  await note(desk, 'Left at the door').waitFor()
  const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBeLessThanOrEqual(handset.width)
  for (const testId of ['write-reply', 'add-note']) {
    const isHit = await desk.page.getByTestId(testId).evaluate((button) => {
      const { x, y, width, height } = button.getBoundingClientRect()
      const at = (up: number) => document.elementFromPoint(x + width / 2, y + height / 2 + up)
      return [-21.5, 21.5].map((up) => button.contains(at(up)))
    })
    expect([testId, isHit]).toEqual([testId, [true, true]])
  }
  await desk.goto('/inbox')
  await desk.openConversation(tom)
  await desk.page.getByTestId('window-closed').waitFor()
  await desk.page.getByTestId('write-note').click()
  await field(desk).fill('He moved')
  await desk.page.getByTestId('add-note').click()
  await note(desk, 'He moved').waitFor()
  expect(await findViolations(desk.page, 'a note on a phone')).toEqual([])
  await desk.page.getByTestId('write-reply').click()
  await desk.page.getByTestId('window-closed').waitFor()
  await desk.close()
})
