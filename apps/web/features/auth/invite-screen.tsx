'use client'
import type { InvitationPreview, Me } from '@cloudpa/contracts/orgs'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useSearchParams } from 'next/navigation'
import { useRef, useState } from 'react'
import { ApiError } from '../../client/api-error'
import { mePath, request } from '../../client/request'
import { meKey } from '../../client/use-me'
import { Button } from '../../components/ui/button'
import { FormError } from '../../components/ui/field'
import { LoadFailed } from '../../components/ui/load-failed'
import { strong } from '../words/isolated'
import { useSignOut } from '../sending/use-sign-out'
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
  const me = useQuery({ queryKey: meKey, queryFn: whoIsHere })

  if (invitation.error instanceof ApiError && invitation.error.status === 404) {
    return (
      <AuthCard title={t('invitationTitle')} lead={t('invitationGone')}>
        {me.data ? (
          <TextLink href="/inbox">{t('goToInbox')}</TextLink>
        ) : (
          <TextLink href="/sign-in">{t('goToSignIn')}</TextLink>
        )}
      </AuthCard>
    )
  }
  const failed = [invitation, me].find(({ isLoadingError }) => isLoadingError)
  if (failed) {
    return (
      <AuthCard title={t('invitation')}>
        <LoadFailed sentence={sentenceOf(failed.error)} retry={() => void failed.refetch()} />
      </AuthCard>
    )
  }
  if (!invitation.data || me.data === undefined) return <AuthCard title={t('invitation')}>{null}</AuthCard>
  const { orgName, inviterName, role, email } = invitation.data
  return (
    <AuthCard title={t('joinTitle', { business: orgName })} lead={t('joinLead', { name: inviterName, role })}>
      <Join token={token} path={path} email={email} here={me.data?.user?.email} />
    </AuthCard>
  )
}

/** Signed out is an answer here, not a failure. */
async function whoIsHere(): Promise<Me | null> {
  try {
    return await request<Me>('GET', mePath)
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}

interface JoinProps {
  token: string
  /** Of the invitation, in the API. */
  path: string
  /** Whom it is for. */
  email: string
  /** Who is signed in. */
  here: string | undefined
}

function Join({ token, path, email, here }: JoinProps) {
  const sentenceOf = useErrorSentence()
  const client = useQueryClient()
  const [error, setError] = useState<string>()
  const [isJoining, setJoining] = useState(false)

  async function accept() {
    setJoining(true)
    try {
      await request('POST', `${path}/accept`, {})
      window.location.assign('/inbox')
    } catch (thrown) {
      setError(sentenceOf(thrown))
      setJoining(false)
      // The account now exists; what is left to do is shown from who is signed in.
      await client.invalidateQueries({ queryKey: meKey })
    }
  }

  if (!here) return <BecomeThem token={token} email={email} onDone={accept} />
  if (here.toLowerCase() === email.toLowerCase())
    return <Accept error={error} busy={isJoining} accept={() => void accept()} />
  return <SomeoneElse email={email} here={here} />
}

function Accept({ error, busy, accept }: { error: string | undefined; busy: boolean; accept: () => void }) {
  const t = useTranslations('auth')
  return (
    <div className="grid gap-4">
      <FormError>{error}</FormError>
      <Button look="primary" big busy={busy} onClick={accept} data-testid="accept-invitation">
        {t('acceptInvitation')}
      </Button>
    </div>
  )
}

/** Signed in with another address than the one that was invited. */
function SomeoneElse({ email, here }: { email: string; here: string }) {
  const t = useTranslations('auth')
  const [error, setError] = useState<string>()
  const button = useRef<HTMLButtonElement>(null)
  const { leave, isLeaving, question } = useSignOut({
    returnTo: button,
    to: window.location.pathname + window.location.search,
    onFailed: setError,
  })
  return (
    <div className="grid justify-items-start gap-4">
      <FormError>{error}</FormError>
      <p className="text-ink-2">{t.rich('otherAccount', { email, here, ...strong })}</p>
      <Button ref={button} look="primary" big className="w-full" busy={isLeaving} onClick={leave}>
        {t('signOutAndGoOn')}
      </Button>
      {question}
    </div>
  )
}

interface BecomeThemProps {
  token: string
  email: string
  onDone: () => Promise<void>
}

/** Signs up or in with the address that was invited. */
function BecomeThem({ token, email, onDone }: BecomeThemProps) {
  const t = useTranslations('auth')
  const proof = useSearchParams().get('proof')
  const [mode, setMode] = useState<'sign-up' | 'sign-in'>('sign-up')
  return (
    <>
      {mode === 'sign-up' ? (
        <SignUpForm
          email={email}
          submit={t('createAndJoin')}
          invitation={token}
          proof={proof}
          onDone={onDone}
        />
      ) : (
        <SignInForm email={email} submit={t('signInAndJoin')} onDone={onDone} />
      )}
      <p className="mt-5 flex flex-wrap items-center gap-x-1.5 text-small text-ink-2">
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
