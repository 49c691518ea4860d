import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { chooseNumber, control, Desk, handset, openOffice, type Office } from './desk.js'
import { findViolations } from './find-violations.js'
import { picture, sound } from './files.js'
import { intercept, stopIntercepting } from './intercept.js'

let stack: SharedStack
let office: Office
beforeAll(async () => {
  stack = await sharedStack()
  office = await openOffice(stack)
})

/** An address inside, which is not asked. */
const nowhere = 'http://127.0.0.1:1/'

/** María sends something. */
function send(media: object, body = ''): Promise<unknown> {
  const { accountSid, number: to } = office
  return control(stack, 'POST', '/messages', { accountSid, to, from: 'maria', body, media: [media] })
}

const inThread = (page: Page, testId: string): Locator => page.getByTestId('thread').getByTestId(testId)

/** Whether a picture is there, and was when its place was made. */
const drawn = (picture: Locator) =>
  picture.locator('img').evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0)

it('shows what customers send, each kind in its own way', async () => {
  const desk = await Desk.open(await sharedChromium(), stack, { viewport: handset })
  const { page } = desk
  await desk.signIn(office)
  await send(picture, 'Look')
  await desk.openConversation('María')
  const shown = inThread(page, 'picture')
  await shown.waitFor()
  await expect.poll(() => drawn(shown)).toBe(true)
  const scripts: string[] = []
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => scripts.push(dialog.message())))

  // What comes while the thread is open appears by itself.
  await send(sound)
  await send({
    contentType: 'image/jpeg',
    base64: Buffer.from('<script>alert(1)</script>').toString('base64'),
    name: 'cat.jpg',
  })
  await send({ ...picture, redirectTo: nowhere }, 'And this?')
  await inThread(page, 'sound').waitFor()
  const sheet = inThread(page, 'document')
  await expect.poll(() => sheet.textContent()).toContain('cat.jpg')
  const missing = inThread(page, 'missing-medium').and(page.locator('[data-state="failed"]'))
  await missing.waitFor()
  expect(await findViolations(page, 'a thread with files')).toEqual([])

  // A press opens the picture as it is, and Escape brings the keyboard back to it.
  await shown.click()
  const viewer = page.getByTestId('picture-viewer')
  await viewer.waitFor()
  await expect.poll(() => drawn(viewer)).toBe(true)
  expect(await findViolations(page, 'a picture')).toEqual([])
  await page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })
  await expect.poll(() => shown.evaluate((element) => element === document.activeElement)).toBe(true)

  // A document is saved, and nothing in it runs.
  const [download] = await Promise.all([page.waitForEvent('download'), sheet.click()])
  expect(download.suggestedFilename()).toBe('cat.jpg')
  expect(scripts).toEqual([])
})

it('fetches again what could not be had', async () => {
  const desk = await Desk.open(await sharedChromium(), stack)
  await desk.signIn(office)
  await send({ ...picture, redirectTo: nowhere }, 'The third one')
  await desk.openConversation('María')
  const message = desk.message('The third one')
  await message.getByTestId('fetch-again').waitFor()
  // From here on it is there.
  await control(stack, 'POST', '/media/mend', {})
  await message.getByTestId('fetch-again').click()
  await message.getByTestId('picture').waitFor()
})

it('says so where a picture can’t be loaded, and draws it on a press, or once the network is back', async () => {
  const desk = await Desk.open(await sharedChromium(), stack)
  const { page } = desk
  await desk.signIn(office)
  await send(picture, 'The fourth one')
  await intercept(page, /\/api\/v1\/media\//, (request) => void request.abort())
  await desk.openConversation('María')
  const shown = desk.message('The fourth one').getByTestId('picture')
  await shown.getByText('Couldn’t load.').waitFor()
  expect(await findViolations(page, 'a picture that is out of reach')).toEqual([])
  await shown.click()
  await shown.getByText('Couldn’t load.').waitFor()
  expect(await page.getByTestId('picture-viewer').count()).toBe(0)
  await stopIntercepting(page)
  await shown.click()
  await expect.poll(() => drawn(shown)).toBe(true)

  await intercept(page, /\/api\/v1\/media\//, (request) => void request.abort())
  await shown.click()
  const viewer = page.getByTestId('picture-viewer')
  await viewer.getByText('Couldn’t load.').waitFor()
  expect(await findViolations(page, 'a picture that is out of reach, large')).toEqual([])
  await stopIntercepting(page)
  await page.context().setOffline(true)
  await page.context().setOffline(false)
  await expect.poll(() => drawn(viewer)).toBe(true)
})

it('the simulated phone sends a file', async () => {
  const desk = await Desk.open(await sharedChromium(), stack)
  await desk.signIn(office)
  const phone = await desk.page.context().newPage()
  await phone.goto(stack.simulatorUrl)
  await phone.getByTestId('customer-tom').click()
  await chooseNumber(phone, office)
  await phone
    .getByTestId('phone-file')
    .setInputFiles({ name: 'hill.png', mimeType: 'image/png', buffer: Buffer.from(picture.base64, 'base64') })
  await phone.getByTestId('phone-message').filter({ hasText: 'Photo' }).waitFor()
  await desk.openConversation('Tom')
  await inThread(desk.page, 'picture').waitFor()
})
