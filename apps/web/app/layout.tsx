import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '../features/shell/providers'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Cloud PA', template: '%s · Cloud PA' },
  description: 'The WhatsApp inbox for people who work for themselves.',
  robots: { index: false },
}
export const viewport: Viewport = {
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f8fbf9' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1211' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    // next-themes sets the class before the first paint, which the server cannot know.
    <html lang="en" suppressHydrationWarning>
      <body>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  )
}
