import type { Metadata } from 'next'
import { ResetPasswordScreen } from '../../../features/auth/reset-password-screen'

export const metadata: Metadata = { title: 'Choose a new password' }

export default function Page() {
  return <ResetPasswordScreen />
}
