'use client'
import { useTranslations } from 'next-intl'
import { useSearchParams } from 'next/navigation'
import { AuthCard } from './auth-card'
import { useConfig } from './use-config'
import { OperatorCommand } from './operator-command'
import { SignUpForm } from './sign-up-form'
import { TextLink } from './text-link'

/** A new account, as far as this installation lets somebody make one. */
export function SignUpScreen() {
  const t = useTranslations('auth')
  const search = useSearchParams()
  const { config } = useConfig()
  if (config?.signUp === 'set-up') return <NotSetUp />
  if (config?.signUp === 'invited') {
    return (
      <AuthCard title={t('invitedTitle')} lead={t('invitedLead')}>
        <TextLink href="/sign-in">{t('backToSignIn')}</TextLink>
      </AuthCard>
    )
  }
  return (
    <AuthCard title={t('signUpTitle')} lead={t('signUpLead')}>
      <SignUpForm
        email={search.get('email') ?? undefined}
        proof={search.get('proof')}
        onDone={() => window.location.assign('/inbox')}
      />
      <p className="mt-5 text-small text-ink-2">
        {t('haveAccount')} <TextLink href="/sign-in">{t('signIn')}</TextLink>
      </p>
    </AuthCard>
  )
}

function NotSetUp() {
  const t = useTranslations('auth')
  return (
    <AuthCard title={t('notSetUpTitle')} lead={t('notSetUpLead')}>
      <OperatorCommand command="set-up-link">{t('notSetUpHint')}</OperatorCommand>
      <p className="mt-5">
        <TextLink href="/sign-in">{t('backToSignIn')}</TextLink>
      </p>
    </AuthCard>
  )
}
