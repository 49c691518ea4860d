'use client'
import { AuthCard } from './auth-card'
import { SignUpForm } from './sign-up-form'
import { TextLink } from './text-link'
import { useConfig } from './use-config'

export function SignUpScreen() {
  const { data: config } = useConfig()
  if (config?.signUp === false) {
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
      <SignUpForm onDone={() => window.location.assign('/inbox')} />
      <p className="mt-5 text-ink-2">
        Already have an account? <TextLink href="/sign-in">Sign in</TextLink>
      </p>
    </AuthCard>
  )
}
