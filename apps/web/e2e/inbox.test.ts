import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { waitFor } from '@cloudpa/testing/kit'
import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { chooseNumber, control, Desk, handset, openOffice, write } from './desk.js'

/** To be looked at by whoever changes how it looks. */
const pictures = resolve(import.meta.dirname, '../test-results')

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  stack = await sharedStack()
  browser = await sharedChromium()
})

describe('from the customer’s phone to two screens and back', () => {
  it('a message arrives, is answered, and the ticks turn to read, without a reload', async () => {
    const office = await openOffice(stack)
    const [desk, pocket] = [
      await Desk.open(browser, stack),
      await Desk.open(browser, stack, { viewport: handset }),
    ]
    await Promise.all([desk.signInByHand(office), pocket.signInByHand(office)])

    const phone = await Desk.open(browser, stack, { viewport: handset })
    await phone.page.goto(stack.simulatorUrl)
    await phone.page.getByTestId('customer-maria').click()
    await chooseNumber(phone.page, office)
    await phone.page.getByTestId('phone-compose').fill('Hola, ¿sigue en pie?')
    await phone.page.getByTestId('phone-send').click()

    for (const screen of [desk, pocket]) await screen.openConversation('María López')
    for (const screen of [desk, pocket]) await screen.message('Hola, ¿sigue en pie?').waitFor()
    await desk.reply('Sí, a las 17:00 te espero')
    await phone.page.getByTestId('phone-message').filter({ hasText: 'a las 17:00' }).waitFor()
    for (const screen of [desk, pocket]) await screen.waitForStatus('Sí, a las 17:00', 'read')
    expect(await Promise.all([desk.neverReloaded(), pocket.neverReloaded()])).toEqual([true, true])
    for (const screen of [desk, pocket, phone]) await screen.close()
  })

  it('shows what came while the inbox, and then the thread, was loading for the first time', async () => {
    const office = await openOffice(stack)
    const [desk, other] = [await Desk.open(browser, stack), await Desk.open(browser, stack)]
    await other.signIn(office)
    const list = await desk.holdAnswer('**/messaging/conversations?*')
    await desk.signIn(office)
    await list.held
    await write(stack, office, 'maria', 'Are you open?')
    await other.row('Are you open?').waitFor()
    list.release()
    await desk.row('Are you open?').waitFor()

    const thread = await desk.holdAnswer('**/messaging/conversations/*')
    await desk.row('María').click()
    await thread.held
    await write(stack, office, 'maria', 'Hello?')
    await desk.row('Hello?').waitFor()
    thread.release()
    await desk.message('Hello?').waitFor()
    await Promise.all([desk.close(), other.close()])
  })

  it('shows unread counts on every screen, and clears them on every screen', async () => {
    const office = await openOffice(stack)
    const [desk, other] = [await Desk.open(browser, stack), await Desk.open(browser, stack)]
    await Promise.all([desk.signIn(office), other.signIn(office)])
    for (const body of ['one', 'two', 'three']) await write(stack, office, 'tom', body)
    for (const screen of [desk, other]) {
      await waitFor(async () =>
        (await screen.page.getByTestId('unread-count').first().textContent())?.includes('3'),
      )
      await waitFor(async () => (await screen.page.title()).startsWith('(1)'))
    }
    await desk.openConversation('Tom')
    await waitFor(async () => (await other.page.getByTestId('unread-count').count()) === 0)
    await Promise.all([desk.close(), other.close()])
  })

  it('says that all is answered when nobody waits, though all was read before', async () => {
    const office = await openOffice(stack)
    const desk = await Desk.open(browser, stack)
    await desk.signIn(office)
    await write(stack, office, 'maria', 'Are you open?')
    await desk.openConversation('María')
    await waitFor(async () => (await desk.page.title()).startsWith('Inbox'))
    await desk.page.goBack()
    await desk.page.getByText('Pick a conversation').waitFor()
    await desk.page.getByText('1 waiting').waitFor()
    await desk.openConversation('María')
    await desk.reply('Until six')
    await desk.page.goBack()
    await desk.page.getByText('All answered.').waitFor()
    await desk.page.getByText('1 waiting').waitFor({ state: 'detached' })
    await desk.close()
  })

  it('keeps two orgs apart', async () => {
    const [one, two] = [await openOffice(stack), await openOffice(stack)]
    const [first, second] = [await Desk.open(browser, stack), await Desk.open(browser, stack)]
    await Promise.all([first.signIn(one), second.signIn(two)])
    await write(stack, one, 'maria', 'Only for the first')
    await first.row('María').waitFor()
    await write(stack, two, 'tom', 'Only for the second')
    await second.row('Tom').waitFor()
    expect(await first.page.getByTestId('conversation-row').allTextContents()).toHaveLength(1)
    expect((await second.page.getByTestId('conversation-row').allTextContents()).join()).not.toContain(
      'first',
    )
    const id = await first.row('María').getAttribute('data-conversation-id')
    await second.goto(`/inbox/${id}`)
    await second.page.getByText('This conversation isn’t here').first().waitFor()
    expect(await second.page.content()).not.toContain('Only for the first')
    await Promise.all([first.close(), second.close()])
  })
})

it('of a long list only what is near is in the page, from the first customer to the last', async () => {
  const count = 180
  const office = await openOffice(stack, ({ number }) =>
    Array.from({ length: count }, (_, n) => ({
      number,
      from: `whatsapp:+1202556${1000 + n}`,
      profileName: `Customer ${n + 1}.`,
      messages: [
        {
          direction: 'inbound',
          at: new Date(Date.now() - (n + 1) * 60_000).toISOString(),
          body: 'Are you open?',
          sid: `SM${String(n).padStart(32, '0')}`,
        },
      ],
    })),
  )
  const desk = await Desk.open(browser, stack)
  await desk.signIn(office)
  const rows = desk.page.getByTestId('conversation-row')
  await desk.row('Customer 1.').hover()
  await waitFor(async () => {
    await desk.page.mouse.wheel(0, 1_500)
    expect(await rows.count()).toBeLessThanOrEqual(60)
    return (await desk.row(`Customer ${count}.`).count()) > 0
  })
  await desk.close()
})

describe('when something goes wrong', () => {
  it('what was missed while cut off is there on reconnect', async () => {
    const office = await openOffice(stack)
    const desk = await Desk.open(browser, stack)
    await desk.signIn(office)
    await write(stack, office, 'maria', 'Before')
    await desk.openConversation('María')
    await desk.message('Before').waitFor()
    await desk.context.setOffline(true)
    await desk.page.getByTestId('connection-bar').first().waitFor()
    await write(stack, office, 'maria', 'While you were away')
    await desk.context.setOffline(false)
    await desk.message('While you were away').waitFor()
    expect(await desk.neverReloaded()).toBe(true)
    await desk.close()
  })

  it('a failure is explained in words', async () => {
    const office = await openOffice(stack)
    const desk = await Desk.open(browser, stack)
    await desk.signIn(office)
    await write(stack, office, 'maria', 'Hi')
    await desk.openConversation('María')
    await control(stack, 'POST', '/faults', {
      kind: 'callback-error',
      code: 63024,
      match: { bodyIncludes: 'Are you there' },
    })
    await desk.reply('Are you there?')
    await desk.waitForStatus('Are you there?', 'failed')
    await desk.page.getByTestId('thread').getByText('isn’t on WhatsApp').waitFor()
    await desk.close()
  })

  it('a draft survives a reload', async () => {
    const office = await openOffice(stack)
    const desk = await Desk.open(browser, stack)
    await desk.signIn(office)
    await write(stack, office, 'maria', 'Hi')
    await desk.openConversation('María')
    await desk.page.getByTestId('composer').fill('Half a thought')
    await desk.reload()
    await waitFor(async () => (await desk.page.getByTestId('composer').inputValue()) === 'Half a thought')
    await desk.close()
  })
})

describe('a closed window', () => {
  it('replaces the composer with the reason, and opens again when the customer writes', async () => {
    const office = await openOffice(stack)
    await write(stack, office, 'maria', 'A day ago')
    const { default: pg } = await import('pg')
    const database = new pg.Client({ connectionString: stack.databaseUrl })
    await database.connect()
    await waitFor(async () => {
      const { rowCount } = await database.query(
        `UPDATE conversation c SET last_inbound_at = now() - interval '24 hours 1 minute'
         FROM chat_account a WHERE a.id = c.chat_account_id AND a.account_sid = $1`,
        [office.accountSid],
      )
      return (rowCount ?? 0) > 0
    })
    await database.end()
    const desk = await Desk.open(browser, stack)
    await desk.signIn(office)
    await desk.openConversation('María')
    await desk.page.getByTestId('window-closed').waitFor()
    await desk.page.getByTestId('composer').waitFor({ state: 'detached' })
    await write(stack, office, 'maria', 'Here I am again')
    await desk.page.getByTestId('composer').waitFor()
    await desk.close()
  })
})

it('is pictured on a desk and on a phone, in the light and in the dark', async () => {
  const office = await openOffice(stack)
  const talk: [string, string][] = [
    ['tom', 'Could you send me the invoice for October?'],
    ['amina', 'Merci beaucoup, à samedi !'],
    ['jonas', 'Passt Dienstag um 10 für das Shooting?'],
    ['maria', 'Hola, ¿sigue en pie lo de mañana?'],
  ]
  for (const [from, body] of talk) await write(stack, office, from, body)
  const desk = await Desk.open(browser, stack)
  const takePictures = async (name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await desk.page.emulateMedia({ colorScheme })
      await desk.page.screenshot({ path: resolve(pictures, `${name}-${colorScheme}.png`) })
    }
  }
  await desk.signIn(office)
  await desk.row('María').waitFor()
  await takePictures('list-desktop')
  await desk.openConversation('María')
  await desk.reply('Sí, a las 17:00 en el estudio. ¿Te viene bien?')
  await desk.waitForStatus('Sí, a las 17:00', 'delivered')
  await write(stack, office, 'maria', 'Perfecto, ahí estaré. ¡Gracias!')
  await desk.message('Perfecto').waitFor()
  await waitFor(async () => (await desk.row('María').getByTestId('unread-count').count()) === 0)
  await takePictures('inbox-desktop')
  await desk.page.setViewportSize(handset)
  await takePictures('inbox-phone')
  await desk.page.goBack()
  await desk.row('María').waitFor()
  await takePictures('list-phone')
  await desk.close()
})
