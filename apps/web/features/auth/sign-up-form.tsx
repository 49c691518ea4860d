'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { request } from '../../client/request'
import { AccountForm } from './account-form'
import { AskForLink, CheckYourMail } from './ask-for-link'
import { useConfig } from './use-config'
import { NotReached } from './not-reached'

interface Props {
  /** Given by an invitation or a link in a mail, which is for this address only. */
  email?: string | undefined
  submit?: string
  /** The token of an invitation: joins its org, instead of one made for the newcomer. */
  invitation?: string
  /** From a link in a mail: that the address is the newcomer's. */
  proof: string | null
  onDone: () => void | Promise<void>
}

/** Makes an account; where mail is set up, only for an address whose mail the newcomer reads. */
export function SignUpForm({ email, submit, invitation, proof, onDone }: Props) {
  const t = useTranslations('auth')
  const { config, failed } = useConfig()
  const [mailedTo, setMailedTo] = useState<string>()
  if (failed) return <NotReached />
  if (!config) return <div className="h-64" aria-busy="true" />
  if (mailedTo) return <CheckYourMail email={mailedTo} />
  if (config.mail && !proof) return <AskForLink email={email} invitation={invitation} />
  return (
    <AccountForm
      email={email}
      submit={submit ?? t('createAccount')}
      onSubmit={async ({ name, email: address, password }) => {
        const person = { name, email: address, password }
        const answer = await request<{ mailed?: boolean }>('POST', '/api/auth/sign-up/email', {
          ...person,
          invitation,
          proof: proof ?? undefined,
        })
        // The link was too old: another one is on its way.
        if (answer.mailed) setMailedTo(address)
        else await onDone()
      }}
    />
  )
}
