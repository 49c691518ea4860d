import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { makePdf, music, picture, sticker, video } from './files.js'
import { drop, paste, sentIn, type Handed } from './hand-files.js'
import { maria, openFull } from './open-full.js'
import { ofKind, openPhone } from './open-phone.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const handed = ({ name, contentType, base64 }: { name: string; contentType: string; base64: string }) => ({
  name,
  type: contentType,
  base64,
})
const fileOf = (name: string, type: string, bytes: Buffer): Handed => ({
  name,
  type,
  base64: bytes.toString('base64'),
})
const card = ['BEGIN:VCARD', 'VERSION:3.0', 'FN:Javier Molina', 'TEL;type=CELL:+34 655 20 81 40', 'END:VCARD']
const paragraph = (name: string) => `${name} ${'glaze '.repeat(200)}`.trim()

const write = async (page: Page, text: string) => {
  await page.getByTestId('composer').fill(text)
  await page.getByTestId('composer').press('Enter')
}

const sendFile = (file: Handed) => async (page: Page) => {
  await drop(page, 'thread', [file])
  await page.getByTestId('tray-file').waitFor()
  await page.getByTestId('send-button').click()
}

async function sendPicture(page: Page) {
  await paste(page, 'composer', [handed(picture)])
  await page.getByTestId('tray-file').locator('img').waitFor()
  await write(page, 'The hill behind the studio')
}

async function sendVoice(page: Page) {
  await page.getByTestId('record-button').click()
  await expect.poll(() => page.getByTestId('recorder-time').textContent()).toMatch(/^0:(0[2-9]|[1-5]\d)$/)
  await page.getByTestId('recorder-send').click()
}

async function sendPlace(page: Page) {
  await page.getByTestId('location-button').click()
  await page.getByTestId('location-text').fill('41.3833, 2.1777')
  await page.getByTestId('location-label').fill('Studio Marisol')
  await page.getByTestId('location-send').click()
}

const says = (words: string) => (message: Locator) => message.getByText(words).first().waitFor()

async function drawn(message: Locator) {
  const picture = message.locator('img')
  await expect.poll(() => picture.getAttribute('src')).not.toBeNull()
  await picture.evaluate((img: HTMLImageElement) => img.decode())
}

/** A player knows how long a sound is once it has the file. */
const plays = (message: Locator) =>
  expect.poll(() => message.getByTestId('phone-length').textContent()).toMatch(/^0:(0[1-9]|[1-5]\d)$/)

/** What is sent: by which act, as which kind it arrives, by what the phone shows of it, and by what the inbox does. */
const kinds: [
  kind: string,
  act: (page: Page) => Promise<void>,
  arrived: (message: Locator) => Promise<unknown>,
  shownAs: string,
][] = [
  [
    'text',
    (page) => write(page, 'Is *Saturday* fine?'),
    (message) => message.locator('strong', { hasText: /^Saturday$/ }).waitFor(),
    'message-text',
  ],
  [
    'image',
    sendPicture,
    async (message) => {
      await drawn(message)
      await says('The hill behind the studio')(message)
    },
    'picture',
  ],
  [
    'video',
    sendFile(handed(video)),
    (message) =>
      expect
        .poll(() => message.locator('video').evaluate((one: HTMLVideoElement) => one.videoWidth))
        .toBe(160),
    'video',
  ],
  ['voice', sendVoice, plays, 'sound'],
  ['audio', sendFile(handed(music)), plays, 'sound'],
  [
    'document',
    sendFile(fileOf('Prices 2026.pdf', 'application/pdf', makePdf(2_000))),
    async (message) => {
      await says('Prices 2026.pdf')(message)
      const link = message.getByRole('link')
      const begins = await link.evaluate(async (anchor: HTMLAnchorElement) =>
        (await (await fetch(anchor.href)).text()).slice(0, 5),
      )
      expect(begins).toBe('%PDF-')
    },
    'document',
  ],
  [
    'contacts',
    sendFile(fileOf('Javier.vcf', 'text/vcard', Buffer.from(card.join('\r\n')))),
    says('Javier Molina'),
    'contact-card',
  ],
  ['sticker', sendFile(handed(sticker)), drawn, 'sticker'],
  ['location', sendPlace, says('Studio Marisol'), 'place'],
]

it('every kind that the composer sends is one on the phone, and is read there', async () => {
  const { desk, office } = await openFull(await sharedChromium(), stack, undefined, ['maria'])
  const phone = await openPhone(stack, office, 'maria')
  await desk.openConversation(maria)
  const { page } = desk
  const ours = page.locator('[data-testid=message][data-direction=outbound]')
  for (const [at, [kind, act, arrived, shownAs]] of kinds.entries()) {
    await act(page)
    const message = ofKind(phone.page, kind).and(phone.page.locator('[data-direction=outbound]'))
    await message.waitFor()
    await arrived(message)
    const bubble = ours.nth(at)
    await expect.poll(() => bubble.getAttribute('data-status'), { message: kind }).toBe('read')
    if (shownAs !== 'message-text') await bubble.getByTestId(shownAs).waitFor()
  }
  // A long text is several on the phone, and one here.
  await write(page, [paragraph('First'), paragraph('Second')].join('\n\n'))
  const texts = ofKind(phone.page, 'text').and(phone.page.locator('[data-direction=outbound]'))
  await expect.poll(() => texts.count()).toBe(3)
  await expect.poll(() => ours.last().getAttribute('data-status')).toBe('read')
  expect(await ours.count()).toBe(kinds.length + 1)
  const bodies = (await texts.locator('.text').allTextContents()).map((text) => text.split(' ')[0])
  expect(bodies).toEqual(['Is', 'First', 'Second'])

  const id = page.url().split('/').at(-1) ?? ''
  const sent = (await sentIn(stack.apiUrl, office.apiKey, id)).map(({ kind }) => kind)
  expect(sent).toEqual([...kinds.map(([kind]) => kind), 'text', 'text'])
  await Promise.all([desk.close(), phone.close()])
})
