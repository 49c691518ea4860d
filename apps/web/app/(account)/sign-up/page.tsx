import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SignUpScreen } from '../../../features/auth/sign-up-screen'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('titles.signUp') }
}

export default function Page() {
  return <SignUpScreen />
}
