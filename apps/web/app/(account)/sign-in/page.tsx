import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SignInScreen } from '../../../features/auth/sign-in-screen'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('titles.signIn') }
}

export default function Page() {
  return <SignInScreen />
}
