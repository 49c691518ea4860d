import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { Desk, takenOver } from './desk.js'
import { amina, openFull, tom } from './open-full.js'
import { openTeam } from './open-team.js'

let stack: SharedStack
let browser: Browser
beforeAll(async () => {
  stack = await sharedStack()
  browser = await sharedChromium()
})

const composer = ({ page }: Desk) => page.getByTestId('composer')
const words = ({ page }: Desk, hasText?: string) =>
  page.getByTestId('present-words').filter(hasText ? { hasText } : {})
const band = ({ page }: Desk) => page.getByTestId('collision-band')
const announced = ({ page }: Desk, text: string) =>
  page.getByTestId('announcer').filter({ hasText: text }).waitFor({ state: 'attached' })

it('two in one conversation see each other look and type, and are warned once before they answer both', async () => {
  const { marisol, ana } = await openTeam(browser, stack)
  await marisol.openConversation(amina)
  await ana.openConversation(amina)
  await words(marisol, 'Ana is viewing this').waitFor()
  await words(ana, 'Marisol is viewing this').waitFor()
  expect(await marisol.page.getByTestId('present').textContent()).toContain('Ana Ruiz is viewing this')

  await composer(ana).pressSequentially('On its way')
  await words(marisol, 'Ana is typing…').waitFor()
  await marisol.row(amina).getByText('Ana is typing…').waitFor()
  await announced(marisol, 'Ana is typing…')

  await composer(marisol).pressSequentially('We ship tomorrow')
  await words(ana, 'Marisol is typing…').waitFor()
  await composer(marisol).press('Enter')
  await band(marisol).getByText('Ana is writing a reply.').waitFor()
  await announced(marisol, 'Ana is writing a reply.')
  expect(await composer(marisol).inputValue()).toBe('We ship tomorrow')
  expect(await composer(marisol).evaluate((box) => box === document.activeElement)).toBe(true)
  expect(await marisol.message('We ship tomorrow').count()).toBe(0)
  await composer(marisol).pressSequentially('!')
  await band(marisol).waitFor({ state: 'detached' })

  // She is warned too, and sends all the same: the server holds nobody's answer back.
  await composer(ana).press('Enter')
  await band(ana).getByText('Marisol is writing a reply.').waitFor()
  await band(ana).getByTestId('send-anyway').click()
  await ana.message('On its way').waitFor()
  await marisol.message('On its way').waitFor()
  await composer(marisol).press('Enter')
  await band(marisol)
    .getByText(/^Ana replied \d s ago\.$/)
    .waitFor()
  await composer(marisol).press('Enter')
  for (const desk of [marisol, ana]) await desk.message('We ship tomorrow!').waitFor()
  await words(ana, 'Marisol is viewing this').waitFor()
  await composer(marisol).fill('By Thursday')
  await composer(marisol).press('Enter')
  await marisol.message('By Thursday').waitFor()
  expect(await band(marisol).count()).toBe(0)
  // What was warned of before is not about the same words typed again.
  await composer(marisol).fill('We ship tomorrow!')
  expect(await band(marisol).count()).toBe(0)

  // Who types is said in the list before what one began oneself.
  await marisol.openConversation(tom)
  await marisol.row(amina).getByText('Draft:').waitFor()
  await composer(ana).pressSequentially('On Monday')
  await marisol.row(amina).getByText('Ana is typing…').waitFor()
  await marisol.openConversation(amina)

  await ana.goto('/contacts')
  await words(marisol).waitFor({ state: 'detached' })
  await marisol.close()
  await ana.close()
})

it('nobody is warned of oneself in another tab, which learns who is there as it opens', async () => {
  const { marisol, ana } = await openTeam(browser, stack)
  await marisol.openConversation(amina)
  await ana.openConversation(amina)
  await words(marisol, 'Ana is viewing this').waitFor()
  const tab = await marisol.context.newPage()
  await tab.goto(marisol.page.url())
  await takenOver(tab)
  await tab.getByTestId('present-words').filter({ hasText: 'Ana is viewing this' }).waitFor()
  await tab.getByTestId('composer').pressSequentially('From the other tab')
  await words(ana, 'Marisol is typing…').waitFor()
  await tab.getByTestId('composer').press('Enter')
  await marisol.message('From the other tab').waitFor()
  await marisol.reply('And from this')
  expect(await marisol.page.getByTestId('present').textContent()).not.toContain('Marisol')
  // One face, however many tabs.
  expect(await ana.page.getByTestId('present').textContent()).not.toMatch(/Marisol[^]*Marisol/)
  await marisol.close()
  await ana.close()
})

it('who works alone asks for nothing of it', async () => {
  const { desk } = await openFull(browser, stack)
  const asked: string[] = []
  const note = (request: { url(): string }) => {
    if (/\/(presence|members)$/.test(request.url())) asked.push(request.url())
  }
  desk.page.on('request', note)
  await desk.openConversation(amina)
  await composer(desk).pressSequentially('On its way')
  await composer(desk).press('Enter')
  await desk.waitForStatus('On its way', 'sent')
  expect(asked).toEqual([])
  desk.page.off('request', note)
  await desk.close()
})
