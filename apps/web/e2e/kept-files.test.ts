import { sharedChromium } from '@cloudpa/testing/chromium'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { takenOver } from './desk.js'
import { picture } from './files.js'
import { paste, sentIn } from './hand-files.js'
import { maria, openFull } from './open-full.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const hill = { name: 'hill.png', type: 'image/png', base64: picture.base64 }
const trayFiles = (page: Page) => page.getByTestId('tray-file')

async function begin() {
  const { desk, office } = await openFull(await sharedChromium(), stack, undefined, ['maria'])
  await desk.openConversation(maria)
  const id = desk.page.url().split('/').at(-1) ?? ''
  const sent = () => sentIn(stack.apiUrl, office.apiKey, id)
  return { desk, office, page: desk.page, sent }
}

/** Puts a picture over the text, and resolves when the server has it. */
async function choose(page: Page, name = hill.name) {
  const there = page.waitForResponse((response) => response.url().endsWith('/api/v1/media') && response.ok())
  await paste(page, 'composer', [{ ...hill, name }])
  await there
}

/** What the server's sweeper does to uploads that nobody sent for a day. */
async function sweepUploads(orgId: string) {
  const database = new pg.Client({ connectionString: stack.databaseUrl })
  await database.connect()
  try {
    const { rowCount } = await database.query('DELETE FROM media WHERE org_id = $1 AND message_id IS NULL', [
      orgId,
    ])
    return rowCount
  } finally {
    await database.end()
  }
}

describe('a file that stood over the text for longer than the server keeps it', () => {
  it('is brought there once more and sent, and nobody has to know', async () => {
    const { desk, office, page, sent } = await begin()
    await choose(page)
    expect(await sweepUploads(office.orgId)).toBe(1)
    await page.getByTestId('composer').fill('Since yesterday')
    await page.getByTestId('composer').press('Enter')
    await desk.waitForStatus('Since yesterday', 'delivered')
    expect(await sent()).toMatchObject([{ kind: 'image', body: 'Since yesterday' }])
    await desk.close()
  })

  it('is to be chosen again where the browser has lost it too, and what is behind it goes out', async () => {
    const { desk, office, page, sent } = await begin()
    await choose(page)
    await sweepUploads(office.orgId)
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.deleteDatabase('cloudpa-files')
          request.onsuccess = () => resolve()
          request.onerror = () => reject(request.error ?? new Error('It stays.'))
        }),
    )
    // From here on nothing of it is in memory either.
    await desk.reload()
    await trayFiles(page).waitFor()
    await page.getByTestId('send-button').click()
    await page.getByTestId('composer').fill('Behind it')
    await page.getByTestId('composer').press('Enter')
    await desk.waitForStatus('Behind it', 'delivered')
    await page.getByText('This browser no longer has the file. Choose it again.').first().waitFor()
    expect(await sent()).toMatchObject([{ kind: 'text', body: 'Behind it' }])
    await desk.close()
  })
})

describe('two tabs of one person', () => {
  it('bring a file to the server once, however slow it is', async () => {
    const { desk, page, sent } = await begin()
    const asked: string[] = []
    let go = () => {}
    const goes = new Promise<void>((resolve) => (go = resolve))
    await desk.context.route('**/api/v1/media', async (route) => {
      asked.push(route.request().method())
      await goes
      await route.continue()
    })
    const other = await desk.context.newPage()
    await other.goto(page.url())
    await takenOver(other)
    await paste(page, 'composer', [hill])
    await expect.poll(() => asked.length).toBe(1)
    await trayFiles(other).getByRole('progressbar').waitFor()
    await other.getByTestId('composer').fill('From the other')
    await other.getByTestId('composer').press('Enter')
    go()
    await desk.waitForStatus('From the other', 'delivered')
    expect(await sent()).toMatchObject([{ kind: 'image', body: 'From the other' }])
    expect(asked).toEqual(['POST'])
    await desk.close()
  })
})
