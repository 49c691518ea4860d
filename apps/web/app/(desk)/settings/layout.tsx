import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { SettingsScreen } from '../../../features/settings/settings-screen'
import { WordsProvider } from '../../../features/words/words-provider'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings')
  return { title: t('title') }
}

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <WordsProvider
      rooms={['common', 'errors', 'actions', 'messages', 'quickReplies', 'templates', 'settings']}
    >
      <SettingsScreen>{children}</SettingsScreen>
    </WordsProvider>
  )
}
