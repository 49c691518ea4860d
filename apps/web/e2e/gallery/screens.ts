import type { SharedStack } from '@cloudpa/testing/shared-stack'
import type { BrowserContextOptions } from 'playwright-core'

export const themes = ['light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** The language it is drawn in, one from right to left, and one that shows what is not translated or doesn't fit. */
export const languages = ['en', 'ar', 'en-XA'] as const
export type Language = (typeof languages)[number]

/** A phone, a tablet and a desk, by their widths. */
export const sizes = {
  390: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  768: { viewport: { width: 768, height: 1024 }, hasTouch: true },
  1440: { viewport: { width: 1440, height: 900 } },
} satisfies Record<number, BrowserContextOptions>
export type Size = keyof typeof sizes

/** The time zone in which it is three in the afternoon, whenever pictures are taken: the staged day began six hours ago. */
function afternoon(): string {
  const ahead = Math.min(14, 15 - new Date().getUTCHours())
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}

/** A browser window of that size and theme. */
export function windowOf(size: Size, theme: Theme): BrowserContextOptions {
  return { ...sizes[size], colorScheme: theme, timezoneId: afternoon() }
}

/** With which somebody who looks has chosen a language. */
export function localeCookie({ webUrl }: SharedStack, language: Language) {
  return { name: 'locale', value: language, url: webUrl }
}
