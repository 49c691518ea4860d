import type { SharedStack } from '@cloudpa/testing/shared-stack'
import type { Browser, BrowserContextOptions } from 'playwright-core'

export const themes = ['light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const directions = ['ltr', 'rtl'] as const
export type Direction = (typeof directions)[number]

/** A phone, a tablet and a desk, by their widths. */
export const sizes = {
  390: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  768: { viewport: { width: 768, height: 1024 }, hasTouch: true },
  1440: { viewport: { width: 1440, height: 900 } },
} satisfies Record<number, BrowserContextOptions>
export type Size = keyof typeof sizes

/** A language that is written from right to left. */
const rightToLeft = 'ar'

/** The time zone in which it is eleven in the morning, whenever pictures are taken: nobody staged stays up at night. */
function lateMorning(): string {
  const ahead = 11 - new Date().getUTCHours()
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}

/**
 * A browser window of that size and theme. One from right to left asks for such a language by the cookie with which
 * somebody chooses one.
 */
export function windowOf(size: Size, theme: Theme, direction: Direction): BrowserContextOptions {
  const locale = direction === 'rtl' ? { locale: rightToLeft } : {}
  return { ...sizes[size], colorScheme: theme, timezoneId: lateMorning(), ...locale }
}

/** The same as a cookie of the inbox's. */
export function localeCookie({ webUrl }: SharedStack) {
  return { name: 'locale', value: rightToLeft, url: webUrl }
}

/** Whether the inbox that runs can be turned around at all. */
export async function speaksRightToLeft(stack: SharedStack, browser: Browser): Promise<boolean> {
  const context = await browser.newContext()
  try {
    await context.addCookies([localeCookie(stack)])
    const page = await context.newPage()
    await page.goto(`${stack.webUrl}/sign-in`)
    return await page.evaluate(() => document.documentElement.dir === 'rtl')
  } finally {
    await context.close()
  }
}
