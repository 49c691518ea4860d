import type { ReactNode } from 'react'
import { ConfigProvider } from '../../features/auth/config-provider'
import { loadConfig } from '../../features/auth/load-config'
import { WordsProvider } from '../../features/words/words-provider'

export default async function AccountLayout({ children }: { children: ReactNode }) {
  const config = await loadConfig()
  return (
    <WordsProvider rooms={['common', 'errors', 'auth']}>
      <ConfigProvider config={config}>{children}</ConfigProvider>
    </WordsProvider>
  )
}
