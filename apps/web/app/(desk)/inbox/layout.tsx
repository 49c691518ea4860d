import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { InboxScreen } from '../../../features/inbox/inbox-screen'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('inbox')
  return { title: t('title') }
}

// The screen reads the open conversation from the path, so switching never waits for the server.
export default function InboxLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <InboxScreen />
      {children}
    </>
  )
}
