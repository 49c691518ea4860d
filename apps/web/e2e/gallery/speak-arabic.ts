import type { Desk } from '../desk.js'
import { painted, settled } from './reach.js'
import { localeCookie, sizes } from './screens.js'
import type { NamedState } from './states.js'
import type { Town } from './town.js'

interface WithRouter {
  next: { router: { refresh(): void } }
}

/**
 * Has a screen go on where it is on a phone and in Arabic, as it does for who chooses the language in the settings.
 * Whatever is open stays open.
 */
export async function speakArabic(
  { stack }: Town,
  desk: Desk,
  { loads }: Pick<NamedState, 'loads'>,
): Promise<void> {
  const { context, page } = desk
  const tools = await context.newCDPSession(page)
  await tools.send('Emulation.setTouchEmulationEnabled', { enabled: true })
  desk.atEnd(async () => {
    await tools.send('Emulation.setTouchEmulationEnabled', { enabled: false })
    await tools.detach()
  })
  await page.setViewportSize(sizes[390].viewport)
  await context.addCookies([localeCookie(stack, 'ar')])
  await page.evaluate(() => (globalThis as unknown as WithRouter).next.router.refresh())
  await page.locator('html[dir="rtl"]').waitFor({ state: 'attached' })
  if (!loads) await settled(page)
  await painted(page)
}
