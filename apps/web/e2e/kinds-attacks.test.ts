import { sharedChromium } from '@cloudpa/testing/chromium'
import { readOutside } from '@cloudpa/testing/cases'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, expect, it } from 'vitest'
import { Desk, openOffice } from './desk.js'
import { cardFile, inThread, send } from './send-kind.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

interface Attack {
  cases: { payload: string }[]
}

/** What runs where text is taken for HTML, or an address for a harmless one. */
const attacks = [
  '<img src=x onerror="window.attacked=1">',
  '<svg/onload=window.attacked=1>',
  '</script><script>window.attacked=1</script>',
  'javascript:window.attacked=1',
  ...(readOutside<Attack>('xss.json')?.cases ?? []).map(({ payload }) => payload),
].filter((payload) => typeof payload === 'string' && payload.trim() !== '' && payload.length < 900)

/** So many of them at once, over all. */
function parts<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size))
}

it('nothing that a customer writes anywhere runs, or becomes a link that does', async () => {
  const office = await openOffice(stack)
  const desk = await Desk.open(await sharedChromium(), stack)
  const { page } = desk
  await desk.signIn(office)
  const dialogs: string[] = []
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => dialogs.push(dialog.message())))
  await send(stack, office, { content: { kind: 'text', body: 'Hello' } })
  await desk.openConversation('María')

  for (const some of parts(attacks, 40)) {
    const answers = Object.fromEntries(some.map((payload, n) => [`${n} ${payload.slice(0, 90)}`, payload]))
    await send(stack, office, { content: { kind: 'flow', answers } })
    await send(stack, office, {
      content: { kind: 'contacts', files: [cardFile(some.map((name) => ({ name, phone: name })))] },
    })
    const fields = Object.fromEntries(some.slice(0, 30).map((payload, n) => [`Field${n}`, payload]))
    await send(stack, office, { content: { kind: 'unknown', fields } })
  }
  for (const [payload = '', other = payload] of parts(attacks, 24)) {
    const place = { latitude: 1, longitude: 2, label: payload, address: other }
    await send(stack, office, { content: { kind: 'location', ...place } })
    await send(stack, office, { content: { kind: 'list', body: payload, id: other } })
    await send(stack, office, { content: { kind: 'button', body: other, payload } })
    const referral = { headline: payload, body: other, sourceType: 'ad', sourceId: '1', file: null }
    await send(stack, office, {
      content: { kind: 'text', body: payload },
      context: { referral: { ...referral, sourceUrl: 'javascript:window.attacked=1' } },
    })
  }
  const sid = await send(stack, office, { content: { kind: 'text', body: attacks[0] ?? '' } })
  await send(stack, office, { content: { kind: 'text', body: 'The last one' }, context: { quotedSid: sid } })
  await desk.message('The last one').getByTestId('quote').waitFor()
  // All of it is on the page, folded out.
  await page.getByTestId('thread').evaluate(async (thread) => {
    for (const details of thread.querySelectorAll('details')) details.open = true
  })
  const showAll = inThread(page, 'message').getByText(/^Show all/)
  while ((await showAll.count()) > 0) await showAll.first().click()

  expect(await inThread(page, 'form-answers').last().locator('dd').count()).toBeGreaterThan(0)
  const links = await page
    .getByTestId('thread')
    .locator('a')
    .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).protocol))
  expect(links.filter((protocol) => !['http:', 'https:'].includes(protocol))).toEqual([])
  expect(await inThread(page, 'advertisement').getByRole('link').count()).toBe(0)
  expect(
    await page.getByTestId('thread').locator('script, iframe, object, embed, [onerror], [onload]').count(),
  ).toBe(0)
  expect(await page.evaluate(() => 'attacked' in window)).toBe(false)
  expect(dialogs).toEqual([])
  await desk.close()
})
