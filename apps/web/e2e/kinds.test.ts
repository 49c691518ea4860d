import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { control, Desk, handset, openOffice } from './desk.js'
import { findViolations } from './find-violations.js'
import { picture, sound } from './files.js'
import { cardFile, inThread, send, type Sent } from './send-kind.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

/** Each kind, the part of its bubble that it is known by, and what the list says of it. */
const kinds: [testId: string, says: string, message: Sent][] = [
  [
    'place',
    'Location: Bar Sol',
    { content: { kind: 'location', latitude: 1, longitude: 2, label: 'Bar Sol' } },
  ],
  ['choice-mark', 'Yes, both', { content: { kind: 'button', body: 'Yes, both', payload: 'b' } }],
  ['choice-mark', 'Stoneware', { content: { kind: 'list', body: 'Stoneware', id: 'c' } }],
  ['form-answers', 'Form answers', { content: { kind: 'flow', answers: { Day: 'Saturday', People: 2 } } }],
  ['happening', 'Allows calls', { content: { kind: 'call_permission', granted: true } }],
  ['unknown-form', 'We can’t show', { content: { kind: 'unknown', fields: { ProductId: '88213' } } }],
  ['picture', 'Photo', { content: { kind: 'image', files: [picture] } }],
  ['album', '5 photos', { content: { kind: 'image', files: Array(5).fill(picture) } }],
  ['sound', 'Audio', { content: { kind: 'audio', files: [sound] } }],
  [
    'contact-card',
    'Contact card: Javier Molina',
    {
      content: {
        kind: 'contacts',
        files: [cardFile([{ name: 'Javier Molina', phone: '+34 655 20 81 40' }])],
      },
    },
  ],
  [
    'advertisement',
    'Is it open?',
    {
      content: { kind: 'text', body: 'Is it open?' },
      context: {
        referral: {
          headline: 'A bowl in a morning',
          body: 'Six wheels',
          sourceUrl: 'https://fb.me/3kTest',
          sourceType: 'ad',
          sourceId: '1',
          file: picture,
        },
      },
    },
  ],
]

it('every kind that a customer sends has its own bubble, and its own line in the list', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(await sharedChromium(), stack)
  const { page } = desk
  await desk.signIn(office)
  await send(stack, office, { content: { kind: 'text', body: 'Hello' } })
  await desk.openConversation('María')
  for (const [testId, says, message] of kinds) {
    const before = await inThread(page, testId).count()
    await send(stack, office, message)
    await desk.row(says).waitFor()
    await expect.poll(() => inThread(page, testId).count()).toBe(before + 1)
  }
  await send(stack, office, {
    content: { kind: 'text', body: 'From a group' },
    context: { forwarded: 'often' },
  })
  await desk.message('Forwarded many times').waitFor()

  // The place is a link to a map, and nothing of it was asked for meanwhile.
  const place = inThread(page, 'place')
  expect(await place.getAttribute('href')).toMatch(/^https:\/\/www\.openstreetmap\.org\/\?mlat=1&mlon=2/)
  expect(await place.getAttribute('rel')).toBe('noopener noreferrer')
  expect(await desk.message('Bar Sol').textContent()).toMatch(/^[^B]*Bar Sol1, 2/)
  expect(await inThread(page, 'form-answers').locator('dt').allTextContents()).toEqual(['Day', 'People'])
  expect(await inThread(page, 'advertisement').getByRole('link').textContent()).toBe('fb.me')
  // No message is without something to see.
  const texts = await inThread(page, 'message').allInnerTexts()
  expect(texts.filter((text) => text.trim() === '')).toEqual([])
  await expect
    .poll(() => inThread(page, 'missing-medium').and(page.locator('[data-state="waiting"]')).count())
    .toBe(0)

  expect(await findViolations(page, 'every kind')).toEqual([])
  await page.setViewportSize(handset)
  expect(await findViolations(page, 'every kind on a phone')).toEqual([])
  await desk.close()
})

it('pictures are gone through by arrows, and Escape leads to the one that was looked at last', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(await sharedChromium(), stack)
  const { page } = desk
  await desk.signIn(office)
  await send(stack, office, { content: { kind: 'image', body: 'The first', files: [picture] } })
  await send(stack, office, { content: { kind: 'image', body: 'Two more', files: [picture, picture] } })
  await desk.openConversation('María')
  await expect.poll(() => inThread(page, 'picture').count()).toBe(3)
  await desk.message('The first').getByTestId('picture').click()
  const viewer = page.getByTestId('picture-viewer')
  await expect.poll(() => viewer.innerText()).toMatch(/María[^]*1 of 3[^]*The first/)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => viewer.innerText()).toMatch(/2 of 3[^]*Two more/)
  expect(await findViolations(page, 'pictures')).toEqual([])
  await viewer.getByTestId('picture-newer').click()
  await expect.poll(() => viewer.innerText()).toContain('3 of 3')
  await page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })
  const last = inThread(page, 'picture').last()
  await expect.poll(() => last.evaluate((element) => element === document.activeElement)).toBe(true)
  await desk.close()
})

it('a quote leads to what it answers, however far back that is', async () => {
  const sid = `SM${randomUUID().replaceAll('-', '')}`
  const office = await openOffice(stack, ({ number }) => [
    {
      number,
      from: 'whatsapp:+12025550141',
      profileName: 'María López',
      messages: Array.from({ length: 130 }, (_, n) => ({
        direction: n === 3 ? 'outbound' : 'inbound',
        at: new Date(Date.now() - (200 - n) * 60_000).toISOString(),
        body: n === 3 ? 'Shipping to France is €14, four days.' : `Glaze test ${n}`,
        sid: n === 3 ? sid : `SM${randomUUID().replaceAll('-', '')}`,
        ...(n === 3 ? { status: 'read' } : {}),
      })),
    },
  ])
  const desk = await Desk.open(await sharedChromium(), stack)
  const { page } = desk
  await desk.signIn(office)
  const { accountSid, number: to } = office
  const reply = (body: string, quotedSid: string) =>
    control(stack, 'POST', '/messages', {
      accountSid,
      to,
      from: 'whatsapp:+12025550141',
      content: { kind: 'text', body },
      context: { quotedSid },
    })
  await reply('Then please add the small bowl too.', sid)
  await reply('As I said.', `SM${'0'.repeat(32)}`)
  await desk.openConversation('María')
  // What is not known here is said, and leads nowhere.
  await desk.message('As I said.').getByText('A reply to an earlier message').waitFor()
  const quote = desk.message('Then please add').getByTestId('quote')
  expect(await quote.innerText()).toMatch(/You\s+Shipping to France/)
  const quoted = page.locator('[data-testid="message"][data-direction="outbound"]')
  expect(await quoted.count()).toBe(0)

  // By the keyboard alone: the message is a stop of the arrows, and the quote in it one of Tab.
  await desk.message('Then please add').focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await quoted.waitFor()
  await expect.poll(() => quoted.evaluate((element) => element === document.activeElement)).toBe(true)
  await expect.poll(() => quoted.getAttribute('data-flashes')).not.toBe(null)
  await desk.close()
})

it('who is on a card is saved as a contact, and found again the next time', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(await sharedChromium(), stack)
  const { page } = desk
  const searches: string[] = []
  page.on('request', (request) => {
    if (/\/api\/v1\/contacts\?.*q=/.test(request.url())) searches.push(request.url())
  })
  await desk.signIn(office)
  const people = [
    { name: 'Javier Molina', phone: '+34 655 20 81 40' },
    { name: 'No Phone at all', phone: '12' },
  ]
  await send(stack, office, { content: { kind: 'contacts', files: [cardFile(people)] } })
  await desk.openConversation('María')
  const card = inThread(page, 'contact-card')
  await card.first().getByTestId('save-card').waitFor()
  // What is no number makes no contact, and says so.
  await card.last().getByTestId('save-card').click()
  await page.getByText('Not saved.').waitFor()
  await card.first().getByTestId('save-card').click()
  const open = card.first().getByTestId('open-card')
  await open.waitFor()
  await page.getByText('Saved to your contacts.').waitFor()
  await expect.poll(() => open.evaluate((element) => element === document.activeElement)).toBe(true)

  // The same person once more, and after a reload.
  await send(stack, office, { content: { kind: 'contacts', files: [cardFile(people.slice(0, 1))] } })
  await expect.poll(() => inThread(page, 'open-card').count()).toBe(2)
  await desk.reload()
  await inThread(page, 'contact-card').last().getByTestId('save-card').click()
  await page.getByText('Already in your contacts.').waitFor()
  // Both cards have that number, so both lead to the contact.
  await expect.poll(() => inThread(page, 'open-card').count()).toBe(2)
  // Nothing was asked of anybody who wasn't saved.
  expect(searches).toEqual([])
  await inThread(page, 'open-card').last().click()
  await page.waitForURL('**/contacts/*')
  await page.getByRole('heading', { name: 'Javier Molina' }).waitFor()
  await page.getByText('+34 655 20 81 40').first().waitFor()
  await desk.close()
})
