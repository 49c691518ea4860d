import type { ReactNode } from 'react'
import { QueryProvider } from '../../client/query-provider'
import { Shell } from '../../features/shell/shell'
import { WordsProvider } from '../../features/words/words-provider'

export default function DeskLayout({ children }: { children: ReactNode }) {
  return (
    <WordsProvider
      rooms={[
        'common',
        'errors',
        'actions',
        'messages',
        'window',
        'live',
        'sending',
        'presence',
        'conversations',
        'triage',
        'views',
        'quickReplies',
        'labels',
        'composer',
        'notes',
        'thread',
        'ledger',
        'notify',
        'search',
        'palette',
        'firstRun',
        'inbox',
        'contacts',
        'shell',
      ]}
    >
      <QueryProvider>
        <Shell>{children}</Shell>
      </QueryProvider>
    </WordsProvider>
  )
}
