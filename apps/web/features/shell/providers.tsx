'use client'
import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'

interface Props {
  /** Lets the theme's inline script run under the Content-Security-Policy. */
  nonce: string | undefined
  children: ReactNode
}

export function Providers({ nonce, children }: Props) {
  return (
    <ThemeProvider attribute="class" disableTransitionOnChange {...(nonce ? { nonce } : {})}>
      {children}
    </ThemeProvider>
  )
}
