import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { execFile } from 'node:child_process'
import { sharedChromium } from '@cloudpa/testing/chromium'
import { Mailbox, startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Desk } from './desk.js'

let mailbox: Mailbox
let stack: Stack
let browser: Browser
beforeAll(async () => {
  mailbox = await Mailbox.open()
  stack = await startStack({ web: true, worker: false, env: { SIGN_UP: 'invited', SMTP_URL: mailbox.url } })
  browser = await sharedChromium()
})
afterAll(async () => {
  await stack?.stop()
  mailbox?.close()
})

it('the operator sets a new installation up; everybody after that is invited, and proves the address', async () => {
  const desk = await Desk.open(browser, stack)
  await desk.goto('/sign-in')
  await desk.page.getByRole('link', { name: 'Set it up' }).click()
  await desk.page.getByText('npm run cloudpa -- set-up-link').waitFor()

  const cli = promisify(execFile)(process.execPath, ['bundle/cli.js', 'set-up-link'], {
    cwd: new URL('../../api', import.meta.url),
    env: stack.env,
  })
  const link = (await cli).stdout.trim()
  await desk.goto(link)
  await desk.page.getByTestId('sign-up-name').fill('Olivia Oak')
  await desk.page.getByTestId('sign-up-email').fill('olivia@people.test')
  await desk.page.getByTestId('sign-up-password').fill(randomUUID())
  await desk.page.getByTestId('sign-up-submit').click()
  await desk.page.getByText('Give your business a name.').waitFor()
  await desk.page.getByTestId('set-up-inbox').fill('Oak & Sons')
  await desk.page.getByTestId('sign-up-submit').click()
  await desk.page.waitForURL('**/inbox')
  await desk.page.getByTestId('empty-inbox').waitFor()

  const stranger = await Desk.open(browser, stack)
  await stranger.goto(link)
  await stranger.page.getByText('set up already').waitFor()
  await stranger.goto('/sign-in')
  await stranger.page.getByTestId('sign-in-submit').waitFor()
  await stranger.page.waitForLoadState('networkidle')
  expect(await stranger.page.getByRole('link', { name: /create an account|set it up/i }).count()).toBe(0)
  await stranger.goto('/sign-up')
  await stranger.page.getByText('By invitation only').waitFor()

  await desk.goto('/settings/team')
  await desk.page.getByTestId('invite').click()
  await desk.page.getByLabel('E-mail').fill('bob@people.test')
  await desk.page.getByTestId('invite-submit').click()
  const shown = await waitFor(
    async () =>
      /https?:\/\/[^\s"<]+\/invite\/[\w-]{43}/.exec((await desk.page.textContent('body')) ?? '')?.[0],
  )
  // Whoever was merely handed the link is mailed another one, which shows that the address is theirs.
  await stranger.goto(shown)
  await stranger.page.getByTestId('send-link').click()
  await stranger.page.getByTestId('check-your-mail').waitFor()
  await stranger.goto(await waitFor(() => mailbox.linkTo('bob@people.test', 'One step left')))
  await stranger.page.getByTestId('sign-up-name').fill('Bob')
  await stranger.page.getByTestId('sign-up-password').fill(randomUUID())
  await stranger.page.getByTestId('sign-up-submit').click()
  await stranger.page.waitForURL('**/inbox')
  await Promise.all([desk.close(), stranger.close()])
})
