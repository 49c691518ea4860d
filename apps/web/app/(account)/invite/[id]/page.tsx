import type { Metadata } from 'next'
import { InviteScreen } from '../../../../features/auth/invite-screen'

export const metadata: Metadata = { title: 'Invitation' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <InviteScreen id={id} />
}
