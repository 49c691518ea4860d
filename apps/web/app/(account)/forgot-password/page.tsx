import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ForgotPasswordScreen } from '../../../features/auth/forgot-password-screen'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('titles.forgot') }
}

export default function Page() {
  return <ForgotPasswordScreen />
}
