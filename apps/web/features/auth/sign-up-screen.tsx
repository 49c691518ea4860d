'use client'
import { useSearchParams } from 'next/navigation'
import { AuthCard } from './auth-card'
import { OperatorCommand } from './operator-command'
import { SignUpForm } from './sign-up-form'
import { TextLink } from './text-link'
import { useConfig } from '../../client/use-config'

/** A new account, as far as this installation lets somebody make one. */
export function SignUpScreen() {
  const search = useSearchParams()
  const { data: config } = useConfig()
  if (config?.signUp === 'set-up') return <NotSetUp />
  if (config?.signUp === 'invited') {
    return (
      <AuthCard
        title="By invitation only"
        lead="New accounts are closed on this Cloud PA. Ask someone on its team for an invitation."
      >
        <TextLink href="/sign-in">Back to sign in</TextLink>
      </AuthCard>
    )
  }
  return (
    <AuthCard title="Create your account" lead="Answer your WhatsApp customers from one calm place.">
      <SignUpForm
        email={search.get('email') ?? undefined}
        proof={search.get('proof')}
        onDone={() => window.location.assign('/inbox')}
      />
      <p className="mt-5 text-ink-2">
        Already have an account? <TextLink href="/sign-in">Sign in</TextLink>
      </p>
    </AuthCard>
  )
}

function NotSetUp() {
  return (
    <AuthCard title="Not set up yet" lead="Whoever runs this Cloud PA comes in first.">
      <OperatorCommand command="set-up-link">If that’s you, open the link that this prints:</OperatorCommand>
    </AuthCard>
  )
}
