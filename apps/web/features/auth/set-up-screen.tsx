'use client'
import { useTranslations } from 'next-intl'
import { useSearchParams } from 'next/navigation'
import { request } from '../../client/request'
import { AccountForm } from './account-form'
import { AuthCard } from './auth-card'
import { OperatorCommand } from './operator-command'
import { TextLink } from './text-link'
import { useConfig } from './use-config'

/** Where the link leads that a new installation prints: its first org and owner. */
export function SetUpScreen() {
  const t = useTranslations('auth')
  const token = useSearchParams().get('token')
  const { config, failed } = useConfig()
  if (!config && !failed) return <AuthCard title={t('setUpTitle')}>{null}</AuthCard>
  if (!token || config?.signUp === 'invited') {
    return (
      <AuthCard title={t('linkTitle')} lead={token ? t('setUpAlready') : t('linkCut')}>
        {config?.signUp === 'set-up' ? (
          <OperatorCommand command="set-up-link">{t('notSetUpHint')}</OperatorCommand>
        ) : (
          <TextLink href="/sign-in">{t('goToSignIn')}</TextLink>
        )}
      </AuthCard>
    )
  }
  return (
    <AuthCard title={t('setUpTitle')} lead={t('setUpLead')}>
      <AccountForm
        submit={t('createInbox')}
        asksBusiness
        onSubmit={async ({ orgName, ...person }) => {
          await request('POST', '/api/v1/set-up', { token, ...person, orgName: orgName.trim() })
          window.location.assign('/inbox')
        }}
      />
    </AuthCard>
  )
}
