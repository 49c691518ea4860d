import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { SettingsScreen } from '../../../features/settings/settings-screen'
import { WordsProvider } from '../../../features/words/words-provider'

export const metadata: Metadata = { title: 'Settings' }

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <WordsProvider rooms={['common', 'errors', 'actions', 'settings']}>
      <SettingsScreen>{children}</SettingsScreen>
    </WordsProvider>
  )
}
