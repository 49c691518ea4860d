import type { ReactNode } from 'react'
import { WordsProvider } from '../../features/words/words-provider'

export default function AccountLayout({ children }: { children: ReactNode }) {
  return <WordsProvider rooms={['common', 'errors', 'auth']}>{children}</WordsProvider>
}
