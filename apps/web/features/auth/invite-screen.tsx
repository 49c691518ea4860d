'use client'
import type { InvitationPreview, Me } from '@cloudpa/contracts/orgs'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { ApiError, sentenceOf } from '../../client/api-error'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { FormError } from '../../components/ui/field'
import { AuthCard } from './auth-card'
import { SignInForm } from './sign-in-form'
import { SignUpForm } from './sign-up-form'
import { TextLink } from './text-link'

/** Who invites whom to what; then sign in or up with that address, and join. */
export function InviteScreen({ token }: { token: string }) {
  const path = `/api/v1/invitations/${encodeURIComponent(token)}`
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => request<InvitationPreview>('GET', path),
  })
  const me = useQuery({ queryKey: ['me'], queryFn: whoIsHere })

  if (invitation.isError) {
    const gone = invitation.error instanceof ApiError && invitation.error.status === 404
    return (
      <AuthCard
        title="This invitation does not work"
        lead={
          gone ? 'It was used, taken back or is too old. Ask for a new one.' : sentenceOf(invitation.error)
        }
      >
        <TextLink href="/inbox">Go to the inbox</TextLink>
      </AuthCard>
    )
  }
  if (!invitation.data || me.isPending) return <AuthCard title="Invitation">{null}</AuthCard>
  const { orgName, inviterName, role } = invitation.data
  return (
    <AuthCard
      title={`Join ${orgName}`}
      lead={`${inviterName} invites you to answer customers together${role === 'admin' ? ', as an admin' : ''}.`}
    >
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
  async function signOut() {
    await request('POST', '/api/auth/sign-out', {})
    await client.invalidateQueries({ queryKey: ['me'] })
  }

  const here = me?.user?.email
  if (here && here.toLowerCase() !== email.toLowerCase()) {
    return (
      <div className="grid justify-items-start gap-4">
        <p className="text-ink-2">
          The invitation is for <b className="font-medium text-ink">{email}</b>, and you are signed in as{' '}
          {here}.
        </p>
        <Button look="primary" onClick={() => void signOut()}>
          Sign out and go on
        </Button>
      </div>
    )
  }
  if (here) {
    return (
      <div className="grid gap-4">
        <FormError>{error}</FormError>
        <Button
          look="primary"
          onClick={() => void accept()}
          data-testid="accept-invitation"
          className="md:min-h-10"
        >
          Accept invitation
        </Button>
      </div>
    )
  }
  return (
    <>
      {mode === 'sign-up' ? (
        <SignUpForm
          email={email}
          submit="Create account and join"
          invitation={token}
          proof={proof}
          onDone={accept}
        />
      ) : (
        <SignInForm email={email} submit="Sign in and join" onDone={accept} />
      )}
      <p className="mt-4 flex flex-wrap items-center justify-center gap-x-1.5 border-t border-line pt-3">
        {mode === 'sign-up' ? 'Already have an account?' : 'New here?'}
        <button
          type="button"
          onClick={() => setMode(mode === 'sign-up' ? 'sign-in' : 'sign-up')}
          className="min-h-11 rounded-ctl px-1 font-semibold text-link underline underline-offset-2 md:min-h-9"
        >
          {mode === 'sign-up' ? 'Sign in' : 'Create an account'}
        </button>
      </p>
    </>
  )
}
