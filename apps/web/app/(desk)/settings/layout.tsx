import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { SettingsScreen } from '../../../features/settings/settings-screen'

export const metadata: Metadata = { title: 'Settings' }

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return <SettingsScreen>{children}</SettingsScreen>
}
