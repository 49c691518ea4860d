import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SetUpScreen } from '../../../features/auth/set-up-screen'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('titles.setUp') }
}

export default function Page() {
  return <SetUpScreen />
}
