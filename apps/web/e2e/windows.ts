import type { SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { stopIntercepting } from './intercept.js'

/** What a window of somebody who is signed in holds. */
export type Session = Awaited<ReturnType<BrowserContext['storageState']>>

interface Shelf {
  options: BrowserContextOptions
  left: Page[]
}

/** Windows that were put away, by the shape that they have. */
const shelves = new WeakMap<Browser, Map<string, Shelf>>()
const shelfOf = new WeakMap<BrowserContext, Shelf>()

function findShelf(browser: Browser, options: BrowserContextOptions): Shelf {
  const all = shelves.get(browser) ?? new Map<string, Shelf>()
  shelves.set(browser, all)
  const shape = JSON.stringify(options)
  const shelf = all.get(shape) ?? { options, left: [] }
  all.set(shape, shelf)
  return shelf
}

/**
 * Opens a window of a browser, a used one where there is one: most of what a screen costs in a new one is to load the app
 * and to compile it.
 * @returns its one page, which knows of nobody but whose session is given
 */
export async function openWindow(
  browser: Browser,
  options: BrowserContextOptions,
  session?: Session,
): Promise<Page> {
  const shelf = findShelf(browser, options)
  const page = shelf.left.pop() ?? (await newWindow(browser, shelf))
  if (session) await page.context().addCookies(session.cookies)
  return page
}

async function newWindow(browser: Browser, shelf: Shelf): Promise<Page> {
  const context = await browser.newContext(shelf.options)
  context.setDefaultTimeout(30_000)
  shelfOf.set(context, shelf)
  return context.newPage()
}

/**
 * Puts a window away, for the next one who opens such a window: what the app's files are is all it keeps.
 * @param works what is to be done as soon as nothing is open in it any more
 */
export async function putAway(
  context: BrowserContext,
  stack: SharedStack,
  works: (() => unknown)[],
): Promise<void> {
  const [page = await context.newPage(), ...others] = context.pages()
  await Promise.all(others.map((other) => other.close()))
  await context.setOffline(false)
  // Of the app's own origin, so that the page stays in the process that has the app compiled. Nothing that is held back
  // from the server may reach it before; and a page that was on its way to another one goes there first.
  const { href } = new URL('/icon.svg', stack.webUrl)
  await waitFor(() => page.goto(href), { what: 'the end of what was open' })
  for (const work of works) await work()
  await stopIntercepting(page)
  await page.unrouteAll()
  await context.unrouteAll()
  await context.clearCookies()
  await forget(page, stack)
  const { viewport, colorScheme, reducedMotion } = shelfOf.get(context)?.options ?? {}
  if (viewport) await page.setViewportSize(viewport)
  await page.emulateMedia({ colorScheme: colorScheme ?? null, reducedMotion: reducedMotion ?? null })
  shelfOf.get(context)?.left.push(page)
}

/** Clears what was written in a window, and where it has been. */
async function forget(page: Page, { webUrl, simulatorUrl }: SharedStack): Promise<void> {
  await page.evaluate(() => sessionStorage.clear())
  const tools = await page.context().newCDPSession(page)
  const storageTypes = 'local_storage,indexeddb,cache_storage,service_workers'
  for (const { origin } of [webUrl, simulatorUrl].map((url) => new URL(url))) {
    await tools.send('Storage.clearDataForOrigin', { origin, storageTypes })
  }
  await tools.send('Page.resetNavigationHistory')
  await tools.detach()
}
