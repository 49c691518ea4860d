'use client'
import type { InvitationPreview, Me } from '@cloudpa/contracts/orgs'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { ApiError } from '../../client/api-error'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { FormError } from '../../components/ui/field'
import { isolated } from '../words/isolated'
import { signOut } from '../sending/sign-out'
import { useErrorSentence } from '../words/use-error-sentence'
import { AuthCard } from './auth-card'
import { SignInForm } from './sign-in-form'
import { SignUpForm } from './sign-up-form'
import { TextLink } from './text-link'

/** Who invites whom to what; then sign in or up with that address, and join. */
export function InviteScreen({ token }: { token: string }) {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('auth')
  const path = `/api/v1/invitations/${encodeURIComponent(token)}`
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => request<InvitationPreview>('GET', path),
  })
  const me = useQuery({ queryKey: ['me'], queryFn: whoIsHere })

  if (invitation.isError) {
    const gone = invitation.error instanceof ApiError && invitation.error.status === 404
    return (
      <AuthCard title={t('invitationTitle')} lead={gone ? t('invitationGone') : sentenceOf(invitation.error)}>
        <TextLink href="/inbox">{t('goToInbox')}</TextLink>
      </AuthCard>
    )
  }
  if (!invitation.data || me.isPending) return <AuthCard title={t('invitation')}>{null}</AuthCard>
  const { orgName, inviterName, role } = invitation.data
  return (
    <AuthCard title={t('joinTitle', { business: orgName })} lead={t('joinLead', { name: inviterName, role })}>
      <Join token={token} path={path} email={invitation.data.email} me={me.data ?? null} />
    </AuthCard>
  )
}

/** Signed out is an answer here, not a failure. */
async function whoIsHere(): Promise<Me | null> {
  try {
    return await request<Me>('GET', '/api/v1/me')
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}

interface JoinProps {
  token: string
  path: string
  email: string
  me: Me | null
}

function Join({ token, path, email, me }: JoinProps) {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('auth')
  const client = useQueryClient()
  const proof = useSearchParams().get('proof')
  const [error, setError] = useState<string>()
  const [mode, setMode] = useState<'sign-up' | 'sign-in'>('sign-up')

  async function accept() {
    try {
      await request('POST', `${path}/accept`, {})
      window.location.assign('/inbox')
    } catch (thrown) {
      setError(sentenceOf(thrown))
      // The account now exists; what is left to do is shown from who is signed in.
      await client.invalidateQueries({ queryKey: ['me'] })
    }
  }
  async function leave() {
    await signOut()
    await client.invalidateQueries({ queryKey: ['me'] })
  }

  const here = me?.user?.email
  if (here && here.toLowerCase() !== email.toLowerCase()) {
    return (
      <div className="grid justify-items-start gap-4">
        <p className="text-ink-2">{t.rich('otherAccount', { email, here, ...isolated })}</p>
        <Button look="primary" onClick={() => void leave()}>
          {t('signOutAndGoOn')}
        </Button>
      </div>
    )
  }
  if (here) {
    return (
      <div className="grid gap-4">
        <FormError>{error}</FormError>
        <Button look="primary" onClick={() => void accept()} data-testid="accept-invitation" big>
          {t('acceptInvitation')}
        </Button>
      </div>
    )
  }
  return (
    <>
      {mode === 'sign-up' ? (
        <SignUpForm
          email={email}
          submit={t('createAndJoin')}
          invitation={token}
          proof={proof}
          onDone={accept}
        />
      ) : (
        <SignInForm email={email} submit={t('signInAndJoin')} onDone={accept} />
      )}
      <p className="mt-4 flex flex-wrap items-center justify-center gap-x-1.5 border-t border-line pt-3">
        {mode === 'sign-up' ? t('haveAccount') : t('newHere')}
        <button
          type="button"
          onClick={() => setMode(mode === 'sign-up' ? 'sign-in' : 'sign-up')}
          className="min-h-(--tap) rounded-ctl px-1 font-medium text-link underline underline-offset-2"
        >
          {mode === 'sign-up' ? t('signIn') : t('createAnAccount')}
        </button>
      </p>
    </>
  )
}
