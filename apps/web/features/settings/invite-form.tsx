'use client'
import type { Invitation } from '@cloudpa/contracts/orgs'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { CopyField } from '../../components/ui/copy-button'
import { Field, FormError, SelectField } from '../../components/ui/field'
import { useSubmit } from '../../components/ui/use-submit'
import { useErrorSentence } from '../words/use-error-sentence'
import { Card, CardTitle } from './section'
import { membersKey } from './use-members'

/** Invites by e-mail address; the link is shown once, to pass on by hand. */
export function InviteForm() {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('settings')
  const client = useQueryClient()
  const [made, setMade] = useState<Invitation>()
  const form = useSubmit({
    names: ['email', 'role'],
    check: ({ email }) => ({ email: /^\S+@\S+\.\S+$/.test(email.trim()) ? undefined : t('emailNeeded') }),
    submit: async ({ email, role }) => {
      const invitation = { email: email.trim(), role }
      setMade(await request<Invitation>('POST', '/api/v1/members/invitations', invitation))
      await client.invalidateQueries({ queryKey: membersKey })
    },
    explain: (error) => ({ form: sentenceOf(error) }),
  })
  return (
    <Card>
      <CardTitle>{t('inviteTitle')}</CardTitle>
      {/* Anew with each invitation, so that its fields are empty again. */}
      <form key={made?.id} onSubmit={form.onSubmit} noValidate className="grid gap-4">
        <FormError>{form.faults.form}</FormError>
        <div className="flex flex-wrap items-start gap-3">
          <Field
            label={t('email')}
            name="email"
            type="email"
            dir="ltr"
            autoComplete="off"
            className="flex-1 basis-56"
            error={form.faults.email}
          />
          <SelectField label={t('roleLabel')} name="role" defaultValue="member" className="basis-32">
            <option value="member">{t('role.member')}</option>
            <option value="admin">{t('role.admin')}</option>
          </SelectField>
        </div>
        <div>
          <Button type="submit" look="primary" disabled={form.busy} data-testid="invite-submit">
            {form.busy ? t('inviting') : t('invite')}
          </Button>
        </div>
      </form>
      {made?.link ? (
        <div role="status" className="grid gap-2 border-t border-line pt-4">
          <CopyField label={t('inviteLink', { email: made.email })} value={made.link} />
          <p className="text-small text-ink-2">{made.mailed ? t('linkMailed') : t('linkByHand')}</p>
        </div>
      ) : null}
    </Card>
  )
}
