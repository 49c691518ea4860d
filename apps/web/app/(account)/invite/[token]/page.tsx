import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { QueryProvider } from '../../../../client/query-provider'
import { InviteScreen } from '../../../../features/auth/invite-screen'
import { WordsProvider } from '../../../../features/words/words-provider'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('titles.invite') }
}

export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  return (
    // Signing out may have to ask about what isn't sent yet.
    <WordsProvider rooms={['common', 'errors', 'auth', 'sending']}>
      <QueryProvider>
        <InviteScreen token={token} />
      </QueryProvider>
    </WordsProvider>
  )
}
