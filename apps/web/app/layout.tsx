import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Providers } from '../features/shell/providers'
import { directionOf } from '../features/words/locales'
import './globals.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common')
  const name = t('productName')
  return {
    title: { default: name, template: `%s · ${name}` },
    description: t('description'),
    robots: { index: false },
  }
}
export const viewport: Viewport = {
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f2eee8' },
    { media: '(prefers-color-scheme: dark)', color: '#080d12' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  const locale = await getLocale()
  return (
    // next-themes sets the class before the first paint, which the server cannot know.
    <html lang={locale} dir={directionOf(locale)} suppressHydrationWarning>
      <body>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  )
}
