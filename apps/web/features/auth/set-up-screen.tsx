'use client'
import { useSearchParams } from 'next/navigation'
import { request } from '../../client/request'
import { AccountForm } from './account-form'
import { AuthCard } from './auth-card'
import { TextLink } from './text-link'
import { useConfig } from '../../client/use-config'

/** Where the link leads that a new installation prints: its first org and owner. */
export function SetUpScreen() {
  const token = useSearchParams().get('token')
  const config = useConfig()
  if (config.isPending) return <AuthCard title="Set up your inbox">{null}</AuthCard>
  if (!token || config.data?.signUp === 'invited') {
    return (
      <AuthCard
        title="This link does not work"
        lead={
          token
            ? 'This Cloud PA is set up already. Sign in, or ask someone on its team for an invitation.'
            : 'It was not copied in full.'
        }
      >
        <TextLink href="/sign-in">Go to sign in</TextLink>
      </AuthCard>
    )
  }
  return (
    <AuthCard title="Set up your inbox" lead="You’re the first one here. You’ll own this inbox.">
      <AccountForm
        submit="Create inbox"
        asksInbox
        onSubmit={async ({ orgName, ...person }) => {
          await request('POST', '/api/v1/set-up', { token, ...person, orgName: orgName.trim() })
          window.location.assign('/inbox')
        }}
      />
    </AuthCard>
  )
}
