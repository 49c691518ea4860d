'use client'
import { QueryClientProvider } from '@tanstack/react-query'
import { ThemeProvider } from 'next-themes'
import { useState, type ReactNode } from 'react'
import { createQueryClient } from '../../client/query-client'

interface Props {
  /** Lets the theme's inline script run under the Content-Security-Policy. */
  nonce: string | undefined
  children: ReactNode
}

export function Providers({ nonce, children }: Props) {
  const [client] = useState(createQueryClient)
  return (
    <ThemeProvider attribute="class" disableTransitionOnChange {...(nonce ? { nonce } : {})}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </ThemeProvider>
  )
}
