import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { openOffice, write, type Office } from './desk.js'
import { makePdf, picture, sound, sticker, video } from './files.js'
import { findViolations } from './find-violations.js'
import { ofKind, openPhone } from './open-phone.js'

let stack: SharedStack
let office: Office
beforeAll(async () => {
  stack = await sharedStack()
  office = await openOffice(stack)
})

interface Kept {
  content: { kind: string }
  referral: { headline: string | null } | null
}

/** What the inbox keeps of what this customer wrote, the oldest first. */
async function keptOf(name: string): Promise<Kept[]> {
  const ask = async <T>(path: string): Promise<T> => {
    const headers = { authorization: `Bearer ${office.apiKey}` }
    return (await (await fetch(`${stack.apiUrl}/api/v1/messaging${path}`, { headers })).json()) as T
  }
  const { items } = await ask<{ items: { id: string; contact: { name: string | null } }[] }>('/conversations')
  const conversation = items.find(({ contact }) => contact.name === name)
  if (conversation === undefined) return []
  return (await ask<{ items: Kept[] }>(`/conversations/${conversation.id}/messages`)).items
}

/** The kinds that the inbox has of somebody, once there are so many of them. */
async function kindsOf(name: string, count: number): Promise<string[]> {
  return waitFor(
    async () => {
      const kept = await keptOf(name)
      if (kept.length < count) throw new Error(`it has ${kept.map(({ content }) => content.kind).join()}`)
      return kept.map(({ content }) => content.kind)
    },
    { what: `${count} messages of ${name}` },
  )
}

async function choose(page: Page, item: string): Promise<void> {
  await page.getByTestId('phone-plus').click()
  await page.getByTestId(`send-${item}`).click()
}

const files: [item: string, kind: string, file: { name: string; mimeType: string; buffer: Buffer }][] = [
  ['photo', 'image', fileOf(picture)],
  ['photo', 'video', fileOf(video)],
  ['document', 'document', { name: 'Order.pdf', mimeType: 'application/pdf', buffer: makePdf(2_000) }],
  ['audio', 'audio', fileOf({ ...sound, name: 'hum.wav' })],
  ['sticker', 'sticker', fileOf(sticker)],
]

function fileOf({ name, contentType, base64 }: { name: string; contentType: string; base64: string }) {
  return { name, mimeType: contentType, buffer: Buffer.from(base64, 'base64') }
}

it('sends every kind, by touch, and each is one in the inbox too', async () => {
  const phone = await openPhone(stack, office, 'maria')
  const { page } = phone
  const expected: string[] = []
  for (const [item, kind, file] of files) {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), choose(page, item)])
    await chooser.setFiles(file)
    await ofKind(page, kind).waitFor()
    expected.push(kind)
  }
  for (const kind of [
    'contacts',
    'location',
    'button',
    'list',
    'flow',
    'call_permission',
    'sandbox_join',
    'unknown',
  ]) {
    await choose(page, kind)
    await page.getByTestId('form-send').click()
    await ofKind(page, kind).waitFor()
    // The words alone say it: at a number that is no sandbox they are words.
    expected.push(kind === 'sandbox_join' ? 'text' : kind)
  }
  await choose(page, 'referral')
  await page.getByTestId('form-send').click()
  const advertised = page.getByTestId('phone-message').filter({ hasText: 'Is this still there?' })
  await advertised.locator('.referral').getByText('Stoneware, fired in Granada').waitFor()
  expected.push('text')
  expect(await kindsOf('María López', expected.length)).toEqual(expected)
  const kept = await keptOf('María López')
  expect(kept.at(-1)?.referral).toMatchObject({ headline: 'Stoneware, fired in Granada' })

  // What each shows of itself: nothing is an empty bubble.
  for (const kind of ['image', 'sticker']) {
    const drawn = ofKind(page, kind).locator('img')
    await drawn.scrollIntoViewIfNeeded()
    await drawn.evaluate((img: HTMLImageElement) => img.decode())
  }
  const clip = ofKind(page, 'video').locator('video')
  await clip.scrollIntoViewIfNeeded()
  await expect.poll(() => clip.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(160)
  for (const [kind, words] of [
    ['document', 'Order.pdf'],
    ['contacts', 'Javier Molina'],
    ['location', 'Plaza Bib-Rambla'],
    ['button', 'Yes, both of us'],
    ['list', 'Stoneware, speckled'],
    ['flow', 'Saturday'],
    ['call_permission', 'Allowed calls'],
    ['unknown', 'reaction'],
  ] as const)
    await ofKind(page, kind).getByText(words).first().waitFor()
  expect(await findViolations(page, 'every kind on the phone')).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  await phone.close()
})

it('answers a message of the business, forwarded, and what it answers is shown and found', async () => {
  const phone = await openPhone(stack, office, 'jonas', false)
  const { page } = phone
  await page.getByTestId('phone-compose').fill('Do you *ship* to Bremen?')
  await page.keyboard.press('Enter')
  const first = page.getByTestId('phone-message').filter({ hasText: 'Bremen' })
  await first.getByText('In the inbox').waitFor({ state: 'attached' })
  expect(await first.locator('strong').textContent()).toBe('ship')
  const sid = await first.getAttribute('data-sid')
  // By keyboard alone: the last message, its menu, its first line.
  await page.locator('#thread').focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Reply' }).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('compose-text')
  await page.locator('#options-open').click()
  await page.locator('#forwarded').selectOption('often')
  await page.keyboard.press('Escape')
  expect(await findViolations(page, 'an answer that is written')).toEqual([])
  await page.getByTestId('phone-compose').fill('Or to Hamburg')
  await page.getByTestId('phone-send').click()
  const answer = page.getByTestId('phone-message').filter({ hasText: 'Hamburg' })
  await answer.getByText('Forwarded many times').waitFor()
  await answer.locator('.quote').click()
  await first.and(page.locator('.flash')).waitFor()
  await kindsOf('Jonas Becker', 2)
  const form = await formOf(page, 'Or to Hamburg')
  expect(form).toMatchObject({
    OriginalRepliedMessageSid: sid,
    Forwarded: 'true',
    FrequentlyForwarded: 'true',
  })
  // The marks were of one message.
  await page.getByTestId('phone-compose').fill('Thanks')
  await page.getByTestId('phone-send').click()
  await page.getByTestId('phone-message').filter({ hasText: 'Thanks' }).waitFor()
  expect(await formOf(page, 'Thanks')).not.toHaveProperty('Forwarded')
  await phone.close()
})

/** The form that was posted of what a customer wrote. */
async function formOf(page: Page, body: string): Promise<Record<string, string>> {
  const found = await page.evaluate(async (words) => {
    const answer = await fetch(`/_sim/messages?direction=inbound&body=${encodeURIComponent(words)}`)
    return (await answer.json()) as { posted: { form: [string, string][] } }[]
  }, body)
  return Object.fromEntries(found.at(-1)?.posted.form ?? [])
}

/** The office sends one of its account's own templates, as any program of theirs could. */
async function sendTemplate(name: string, to: string): Promise<void> {
  const { accountSid, authToken, number } = office
  const listed = await fetch(`${stack.simulatorUrl}/_sim/templates`)
  const templates = (await listed.json()) as { sid: string; accountSid: string; name: string }[]
  const own = templates.find((each) => each.accountSid === accountSid && each.name === name)
  const path = `/api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages.json`
  const credentials = Buffer.from(`${accountSid}:${authToken}`).toString('base64')
  const sent = await fetch(stack.simulatorUrl + path, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ To: to, From: number, ContentSid: own?.sid ?? '' }),
  })
  expect([name, sent.status]).toEqual([name, 201])
}

it('answers a template by its buttons and from its list, and decides what WhatsApp thinks of one', async () => {
  const phone = await openPhone(stack, office, 'tom')
  const { page } = phone
  const tom = 'whatsapp:+447700900152'
  await page.getByTestId('phone-compose').fill('Is the jug finished?')
  await page.getByTestId('phone-send').click()
  await kindsOf('Tom Whitfield', 1)
  await sendTemplate('appointment_check', tom)
  await sendTemplate('pick_a_time', tom)
  await page.getByTestId('template-answer').getByText('Another time').tap()
  await ofKind(page, 'button').getByText('Another time').waitFor()
  await page.getByTestId('template-list').tap()
  expect(await findViolations(page, 'a list on the phone')).toEqual([])
  await page.getByRole('menuitem', { name: /Saturday/ }).tap()
  await ofKind(page, 'list').getByText('Saturday, 11:00').waitFor()
  expect((await kindsOf('Tom Whitfield', 3)).slice(-2)).toEqual(['button', 'list'])
  expect(await formOf(page, 'Another time')).toMatchObject({ ButtonPayload: 'move' })
  expect(await formOf(page, 'Saturday, 11:00')).toMatchObject({ ListId: 'sat-11' })
  await page.locator('#options-open').tap()
  await page.getByTestId('template-spring_offer').selectOption('rejected')
  await page.getByText('INVALID_FORMAT').waitFor()
  await page.getByTestId('fault-63015').tap()
  await page.locator('[data-testid="fault-63015"][aria-checked="true"]').waitFor()
  await page.getByTestId('fault-63015').tap()
  await page.locator('[data-testid="fault-63015"][aria-checked="false"]').waitFor()
  expect(await findViolations(page, 'making things happen')).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  await phone.close()
})

it('records a voice message as WhatsApp sends one, and plays it', async () => {
  const phone = await openPhone(stack, office, 'amina')
  const { page } = phone
  const record = page.getByTestId('phone-record')
  await record.click()
  await page.getByTestId('record-cancel').click()
  await record.click()
  const length = page.locator('#recording .length')
  await expect.poll(() => length.textContent()).toMatch(/^0:(0[2-9]|[1-5]\d)$/)
  await page.getByTestId('record-pause').click()
  expect(await findViolations(page, 'a recording')).toEqual([])
  await page.getByTestId('record-pause').click()
  await page.getByTestId('record-send').click()
  const voice = ofKind(page, 'voice')
  await expect.poll(() => voice.getByTestId('phone-length').textContent()).toMatch(/^0:(0[2-9]|[1-5]\d)$/)
  await voice.getByRole('button', { name: 'Play the voice message' }).click()
  await expect
    .poll(() => voice.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime))
    .toBeGreaterThan(0.1)
  // To a second of it, and it goes on from there.
  await voice.getByRole('slider').fill('1.5')
  expect(
    await voice.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime),
  ).toBeGreaterThanOrEqual(1.5)
  // What was thrown away went nowhere.
  expect(await kindsOf('Amina Diallo', 1)).toEqual(['voice'])
  await phone.close()
})

it('a file that is pasted or dropped is sent, with what is written below it', async () => {
  const phone = await openPhone(stack, office, 'mei')
  const { page } = phone
  const hand = (event: 'paste' | 'drop', on: string) =>
    page.locator(on).evaluate(
      (element, { event, base64 }) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0)
        const data = new DataTransfer()
        data.items.add(new File([bytes], 'hill.png', { type: 'image/png' }))
        const common = { bubbles: true, cancelable: true }
        element.dispatchEvent(
          event === 'paste'
            ? new ClipboardEvent(event, { ...common, clipboardData: data })
            : new DragEvent(event, { ...common, dataTransfer: data }),
        )
      },
      { event, base64: picture.base64 },
    )
  await page.getByTestId('phone-compose').fill('Like this one?')
  await hand('paste', '#compose-text')
  await ofKind(page, 'image').getByText('Like this one?').waitFor()
  await hand('drop', '#thread')
  await expect.poll(() => ofKind(page, 'image').count()).toBe(2)
  expect(await kindsOf('Mei Chen', 2)).toEqual(['image', 'image'])
  await phone.close()
})

it('says why a call was refused, and makes it once more', async () => {
  await write(stack, office, 'priya', 'Is this the right number?')
  const phone = await openPhone(stack, office, 'priya')
  const { page } = phone
  const register = (authToken: string) =>
    page.evaluate(
      async ([path, given]) => {
        const headers = { 'content-type': 'application/json' }
        await fetch(`/_sim/accounts/${path}`, { method: 'PUT', headers, body: JSON.stringify(given) })
      },
      [
        office.accountSid,
        {
          authToken,
          numbers: [
            { number: office.number, webhookUrl: `${stack.apiUrl}/api/v1/messaging/webhook/whatsapp` },
          ],
        },
      ] as const,
    )
  await register('not the token that the inbox knows')
  await page.getByTestId('phone-compose').fill('Hello there?')
  await page.getByTestId('phone-send').click()
  await page.getByTestId('phone-message').getByRole('link', { name: 'See why' }).click()
  await page.getByTestId('exchange').first().click()
  const reason = page.getByTestId('exchange-reason')
  await reason.getByText('another token (400)').waitFor()
  await reason.getByText('Compare the number and the auth token').waitFor()
  await page.getByRole('row', { name: 'Body Hello there?' }).waitFor()
  expect(await findViolations(page, 'a refused call')).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  await register(office.authToken)
  await page.getByTestId('exchange-resend').click()
  await reason.waitFor({ state: 'detached' })
  await page.getByText('200', { exact: true }).locator('visible=true').waitFor()
  expect(await kindsOf('Priya Nair', 2)).toEqual(['text', 'text'])
  // Back to the list, where both stand and the refused one is found by itself.
  await page.keyboard.press('Escape')
  expect(await findViolations(page, 'the list of calls')).toEqual([])
  await page.getByTestId('exchange-show').selectOption('refused')
  await expect.poll(() => page.getByTestId('exchange').count()).toBe(1)
  await phone.close()
})
