'use client'
import { useSearchParams } from 'next/navigation'
import { AuthCard } from './auth-card'
import { safeNext } from './safe-next'
import { SignInForm } from './sign-in-form'
import { TextLink } from './text-link'
import { useConfig } from '../../client/use-config'

export function SignInScreen() {
  const search = useSearchParams()
  const next = safeNext(search.get('next'))
  const { data: config } = useConfig()
  return (
    <AuthCard
      title="Sign in"
      lead={search.has('expired') ? 'Your session has ended. Sign in to go on where you were.' : undefined}
    >
      {/* A full load, so that the first page is made for the person who just signed in. */}
      <SignInForm onDone={() => window.location.assign(next)} />
      <p className="mt-5 flex flex-wrap justify-between gap-x-4 gap-y-2 text-ink-2">
        <TextLink href="/forgot-password">Forgot your password?</TextLink>
        {config?.signUp === 'open' ? (
          <span>
            New here? <TextLink href="/sign-up">Create an account</TextLink>
          </span>
        ) : null}
        {config?.signUp === 'set-up' ? (
          <span>
            Nobody here yet? <TextLink href="/sign-up">Set it up</TextLink>
          </span>
        ) : null}
      </p>
    </AuthCard>
  )
}
