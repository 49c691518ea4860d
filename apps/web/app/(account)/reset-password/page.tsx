import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ResetPasswordScreen } from '../../../features/auth/reset-password-screen'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('titles.reset') }
}

export default function Page() {
  return <ResetPasswordScreen />
}
