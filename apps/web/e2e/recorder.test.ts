import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, expect, it } from 'vitest'
import { Desk, handset } from './desk.js'
import { findViolations } from './find-violations.js'
import { refuseMicrophone, sentIn } from './hand-files.js'
import { maria, openFull } from './open-full.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

async function begin(options?: Parameters<typeof Desk.open>[2]) {
  const { desk, office } = await openFull(await sharedChromium(), stack, options, ['maria'])
  await desk.openConversation(maria)
  const { page } = desk
  const id = page.url().split('/').at(-1) ?? ''
  const recorder = page.getByTestId('recorder')
  const at = (state: string) => page.locator(`[data-testid=recorder][data-state=${state}]`).waitFor()
  const time = () => page.getByTestId('recorder-time').textContent()
  return { desk, page, recorder, at, time, sent: () => sentIn(stack.apiUrl, office.apiKey, id) }
}

it('a voice note is recorded, paused, heard, gone on with, and sent', async () => {
  const { desk, page, at, time, sent } = await begin()
  await page.getByTestId('record-button').click()
  await at('recording')
  expect(await findViolations(page, 'a recording')).toEqual([])
  // More than a second may pass between two looks.
  await expect.poll(time).toMatch(/^0:(0[1-9]|[1-5]\d)$/)
  await page.getByTestId('recorder-pause').click()
  await at('paused')
  const paused = await time()
  await page.getByTestId('recorder-listen').click()
  await page.getByTestId('recorder-resume').click()
  await at('recording')
  await expect.poll(time).not.toBe(paused)
  await page.getByTestId('recorder-send').click()
  await page.locator('[data-testid=message][data-direction=outbound]').getByTestId('sound').waitFor()
  await expect.poll(sent).toMatchObject([{ kind: 'voice', media: [{ contentType: 'audio/ogg' }] }])
  await expect
    .poll(() => page.getByTestId('composer').evaluate((box) => box === document.activeElement))
    .toBe(true)
  await desk.close()
})

it('a nervous second press sends it once, whole', async () => {
  const { desk, page, at, time, sent } = await begin()
  await page.getByTestId('record-button').click()
  await at('recording')
  await expect.poll(time).toMatch(/^0:0[1-9]$/)
  await page.getByTestId('recorder-send').dblclick()
  await page.locator('[data-testid=message][data-direction=outbound][data-status=delivered]').waitFor()
  expect(await sent()).toMatchObject([{ kind: 'voice', media: [{ contentType: 'audio/ogg' }] }])
  expect(await page.getByTestId('tray').count()).toBe(0)
  await desk.close()
})

it('a headset that is unplugged ends the recording, and what was said until then can be sent', async () => {
  const { desk, page, at, time, sent } = await begin()
  await page.evaluate(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted)
      addEventListener('unplug', () => stream.getTracks().forEach((track) => track.stop()))
      return stream
    }
  })
  await page.getByTestId('record-button').click()
  await at('recording')
  await expect.poll(time).toMatch(/^0:0[1-9]$/)
  await page.evaluate(() => dispatchEvent(new Event('unplug')))
  await at('lost')
  await page.getByTestId('recorder-over').waitFor()
  expect(await page.getByTestId('recorder-resume').count()).toBe(0)
  expect(await findViolations(page, 'a recording without its microphone')).toEqual([])
  await page.getByTestId('recorder-send').click()
  await expect.poll(sent).toMatchObject([{ kind: 'voice' }])
  await desk.close()
})

it('Escape throws it away, and the first letter takes the microphone’s place', async () => {
  const { desk, page, recorder, at, sent } = await begin({ viewport: handset, touch: true })
  await page.getByTestId('record-button').click()
  await at('recording')
  await page.keyboard.press('Escape')
  await recorder.waitFor({ state: 'detached' })
  expect(await page.getByTestId('tray').count()).toBe(0)
  await page.getByTestId('composer').fill('H')
  await page.getByTestId('record-button').waitFor({ state: 'detached' })
  await page.getByTestId('send-button').waitFor()
  expect(await sent()).toEqual([])
  await desk.close()
})

it('what was recorded when one left the conversation waits over the text', async () => {
  const { desk, page, at } = await begin()
  await page.getByTestId('record-button').click()
  await at('recording')
  await page.evaluate(() => history.back())
  await page.getByTestId('recorder').waitFor({ state: 'detached' })
  await desk.openConversation(maria)
  await page.locator('[data-testid=tray-file][data-kind=voice]').waitFor()
  await desk.close()
})

it('says so where the microphone is not allowed', async () => {
  const { desk, page, recorder, at } = await begin()
  await refuseMicrophone(page)
  await page.getByTestId('record-button').click()
  await at('refused')
  await recorder.getByText('blocked for this site').waitFor()
  expect(await findViolations(page, 'a recorder that may not hear')).toEqual([])
  await page.getByTestId('recorder-cancel').click()
  await page.getByTestId('composer').waitFor()
  await desk.close()
})
