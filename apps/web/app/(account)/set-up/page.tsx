import type { Metadata } from 'next'
import { SetUpScreen } from '../../../features/auth/set-up-screen'

export const metadata: Metadata = { title: 'Set up your inbox' }

export default function Page() {
  return <SetUpScreen />
}
