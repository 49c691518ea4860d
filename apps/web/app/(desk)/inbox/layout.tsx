import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { InboxScreen } from '../../../features/inbox/inbox-screen'

export const metadata: Metadata = { title: 'Inbox' }

// The screen reads the open conversation from the path, so switching never waits for the server.
export default function InboxLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <InboxScreen />
      {children}
    </>
  )
}
