import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Desk, handset } from './desk.js'
import { makePdf, picture } from './files.js'
import { findViolations } from './find-violations.js'
import { drop, paintJpeg, paste, sentIn } from './hand-files.js'
import { maria, openFull } from './open-full.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const hill = { name: 'hill.png', type: 'image/png', base64: picture.base64 }
const pdf = (name: string, bytes = 2_000) => ({
  name,
  type: 'application/pdf',
  base64: makePdf(bytes).toString('base64'),
})

async function begin(options?: Parameters<typeof Desk.open>[2]) {
  const { desk, office } = await openFull(await sharedChromium(), stack, options, ['maria'])
  await desk.openConversation(maria)
  const { page } = desk
  const id = page.url().split('/').at(-1) ?? ''
  const sent = () => sentIn(stack.apiUrl, office.apiKey, id)
  return { desk, page, sent }
}

const trayFiles = (page: Page) => page.getByTestId('tray-file')
const ours = (page: Page) => page.locator('[data-testid=message][data-direction=outbound]')
const upload = '**/api/v1/media'

describe('files', () => {
  it('a picture of the screen is pasted, seen over the text, and leaves with the words under it', async () => {
    const { desk, page, sent } = await begin()
    await paste(page, 'composer', [hill])
    await trayFiles(page).locator('img').waitFor()
    expect(await findViolations(page, 'a file over the text')).toEqual([])
    await page.getByTestId('composer').fill('The hill behind the studio')
    await page.getByTestId('composer').press('Enter')
    await ours(page).getByTestId('picture').waitFor()
    await expect.poll(() => trayFiles(page).count()).toBe(0)
    await desk.waitForStatus('The hill behind the studio', 'delivered')
    expect(await sent()).toMatchObject([{ kind: 'image', body: 'The hill behind the studio' }])
    await desk.close()
  })

  it('three that are dropped are three messages in their order, and the words come behind them', async () => {
    const { desk, page, sent } = await begin()
    await drop(page, 'thread', [hill], false)
    await page.getByTestId('file-drop').waitFor()
    await drop(page, 'thread', [hill, pdf('list.pdf'), { ...hill, name: 'again.png' }])
    await page.getByTestId('file-drop').waitFor({ state: 'hidden' })
    await expect.poll(() => trayFiles(page).count()).toBe(3)
    await page.getByTestId('composer').fill('That is all')
    await expect.poll(() => page.getByTestId('send-button').textContent()).toContain('4')
    await page.getByTestId('send-button').click()
    await desk.waitForStatus('That is all', 'delivered')
    const all = await sent()
    expect(all.map(({ kind, body, media }) => [kind, body, media?.[0]?.name])).toEqual([
      ['image', '', 'hill.png'],
      ['document', '', 'list.pdf'],
      ['image', '', 'again.png'],
      ['text', 'That is all', undefined],
    ])
    await desk.close()
  })

  it('a photo of more than 5 MB is made smaller before it is uploaded', async () => {
    const { desk, page, sent } = await begin()
    const base64 = await paintJpeg(page, 6_000_000)
    await drop(page, 'thread', [{ name: 'noise.jpg', type: 'image/jpeg', base64 }])
    await page.getByText('Resized').waitFor()
    await page.getByTestId('send-button').click()
    await expect.poll(async () => (await sent()).length).toBe(1)
    const [{ media } = { media: undefined }] = await sent()
    expect(media?.[0]).toMatchObject({ contentType: 'image/jpeg' })
    expect(media?.[0]?.bytes).toBeLessThanOrEqual(5 * 1024 * 1024)
    await desk.close()
  })

  it('one of 17 MB is refused before anything is uploaded, and the limit is named', async () => {
    const { desk, page } = await begin()
    const uploads: string[] = []
    page.on('request', (request) => request.url().includes('/api/v1/media') && uploads.push(request.url()))
    await drop(page, 'thread', [
      pdf('plan.pdf', 17 * 1024 * 1024),
      { ...pdf('plan.zip'), type: 'application/zip' },
    ])
    await page.getByTestId('tray-fault').getByText('16 MB').waitFor()
    await page.getByTestId('tray-fault').getByText('WhatsApp takes photos').waitFor()
    expect(await findViolations(page, 'files that are refused')).toEqual([])
    await expect.poll(() => page.getByTestId('send-button').isVisible()).toBe(false)
    expect(uploads).toEqual([])
    await page.getByTestId('tray-remove').first().click()
    await page.getByTestId('tray-remove').first().click()
    await page.getByTestId('tray').waitFor({ state: 'detached' })
    await desk.close()
  })

  it('a reload in the middle of an upload loses nothing, sent or not', async () => {
    const { desk, page, sent } = await begin()
    // The line never brings them there.
    await page.route(upload, () => undefined)
    await paste(page, 'composer', [hill])
    await trayFiles(page).locator('img').waitFor()
    await page.getByTestId('composer').fill('On its way')
    await page.getByTestId('composer').press('Enter')
    await desk.message('On its way').getByTestId('upload-line').waitFor()
    await page.getByTestId('composer').fill('Behind it')
    await page.getByTestId('composer').press('Enter')
    await paste(page, 'composer', [{ ...hill, name: 'chosen.png' }])
    await trayFiles(page).locator('img').waitFor()
    await page.unroute(upload)
    await desk.reload()
    await desk.waitForStatus('On its way', 'delivered')
    await desk.waitForStatus('Behind it', 'delivered')
    await trayFiles(page).locator('img').waitFor()
    expect(await sent()).toMatchObject([
      { kind: 'image', body: 'On its way' },
      { kind: 'text', body: 'Behind it' },
    ])
    await desk.close()
  })

  it('without a line a file waits, and goes out by itself when there is one', async () => {
    const { desk, page, sent } = await begin()
    await page.route(upload, (route) => route.abort())
    await paste(page, 'composer', [hill])
    await page.getByTestId('tray-again').waitFor()
    await page.getByTestId('send-button').click()
    await page.getByRole('button', { name: 'Discard' }).waitFor()
    await page.unroute(upload)
    await page.getByTestId('retry-button').click()
    await expect.poll(async () => (await sent()).length).toBe(1)
    await desk.close()
  })

  it('why the server does not take a file is said whole, and it can be taken out by keys', async () => {
    const { desk, page } = await begin()
    const error = {
      code: 'invalid_request',
      message: 'No.',
      params: { reason: 'file_not_taken', contentType: 'image/x' },
    }
    const says = 'WhatsApp doesn’t accept this type of file (image/x). Choose another one.'
    await page.route(upload, (route) => route.fulfill({ status: 400, json: { error } }))
    await paste(page, 'composer', [hill, pdf('list.pdf')])
    await page.getByTestId('tray-fault').getByText(says).waitFor()
    await expect.poll(() => page.getByTestId('tray-again').count()).toBe(2)
    expect(await findViolations(page, 'files that the server did not take')).toEqual([])
    await page.getByTestId('tray-remove').first().focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => trayFiles(page).count()).toBe(1)
    await page.keyboard.press('Enter')
    await expect.poll(() => trayFiles(page).count()).toBe(0)
    await page.keyboard.type('Never mind')
    expect(await page.getByTestId('composer').inputValue()).toBe('Never mind')
    await desk.close()
  })

  it('nothing of a file is left in the browser once its person signed out', async () => {
    const { desk, page } = await begin()
    await paste(page, 'composer', [hill])
    await trayFiles(page).locator('img').waitFor()
    const kept = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
    await expect.poll(kept).toContain('cloudpa-files')
    await page.getByTestId('account-menu').click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign out and delete' }).click()
    await page.waitForURL('**/sign-in')
    await expect.poll(kept).not.toContain('cloudpa-files')
    await desk.close()
  })
})

describe('a place', () => {
  it('is read out of a map’s link, named, and sent from a phone', async () => {
    const { desk, page, sent } = await begin({ viewport: handset, touch: true })
    await page.getByTestId('add-button').click()
    await page.getByTestId('add-place').click()
    const text = page.getByTestId('location-text')
    await text.fill('https://maps.app.goo.gl/abc')
    await page.getByText('We couldn’t find a location').waitFor()
    await text.fill('https://www.google.com/maps?q=41.3833,2.1777')
    await page.getByTestId('location-label').fill('Studio Marisol')
    await page.getByTestId('location-preview').getByText('41.38330').waitFor()
    expect(await findViolations(page, 'a place to send')).toEqual([])
    await page.getByTestId('location-send').click()
    await ours(page).getByText('Studio Marisol').first().waitFor()
    await expect
      .poll(sent)
      .toMatchObject([{ kind: 'location', latitude: 41.3833, longitude: 2.1777, label: 'Studio Marisol' }])
    await desk.close()
  })

  it('is where one is, where the browser may tell', async () => {
    const { desk, page } = await begin()
    await desk.context.grantPermissions(['geolocation'])
    await desk.context.setGeolocation({ latitude: 52.52, longitude: 13.405 })
    desk.atEnd(() => desk.context.clearPermissions())
    await page.getByTestId('location-button').click()
    await page.getByTestId('share-here').click()
    await page.getByTestId('location-preview').getByText('52.52000').waitFor()
    await desk.close()
  })
})
