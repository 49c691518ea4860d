'use client'
import type { Invitation } from '@cloudpa/contracts/orgs'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { sentenceOf } from '../../client/api-error'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { CopyField } from '../../components/ui/copy-button'
import { Field, FormError, SelectField } from '../../components/ui/field'
import { Card } from './section'
import { membersKey } from './use-members'

/** Invites by e-mail address; the link is shown once, to pass on by hand. */
export function InviteForm() {
  const client = useQueryClient()
  const [made, setMade] = useState<Invitation>()
  const form = useForm<{ email: string; role: 'admin' | 'member' }>({
    defaultValues: { email: '', role: 'member' },
  })
  const { errors, isSubmitting } = form.formState
  const onSubmit = form.handleSubmit(async ({ email, role }) => {
    try {
      setMade(await request<Invitation>('POST', '/api/v1/members/invitations', { email: email.trim(), role }))
      form.reset()
      await client.invalidateQueries({ queryKey: membersKey })
    } catch (error) {
      form.setError('root', { message: sentenceOf(error) })
    }
  })
  return (
    <Card>
      <h3 className="text-title font-semibold">Invite someone</h3>
      <form onSubmit={onSubmit} noValidate className="grid gap-4">
        <FormError>{errors.root?.message}</FormError>
        <div className="flex flex-wrap items-start gap-3">
          <Field
            label="E-mail"
            type="email"
            autoComplete="off"
            className="flex-1 basis-56"
            error={errors.email?.message}
            {...form.register('email', {
              required: 'Enter an e-mail address.',
              pattern: { value: /^\S+@\S+\.\S+$/, message: 'That is not an e-mail address.' },
            })}
          />
          <SelectField label="Role" className="basis-32" {...form.register('role')}>
            <option value="member">Member</option>
            <option value="admin">Admin</option>
          </SelectField>
        </div>
        <div>
          <Button type="submit" look="primary" disabled={isSubmitting} data-testid="invite-submit">
            {isSubmitting ? 'Inviting…' : 'Create invitation'}
          </Button>
        </div>
      </form>
      {made?.link ? (
        <div role="status" className="grid gap-2 border-t border-line pt-4">
          <CopyField label={`Link for ${made.email}`} value={made.link} />
          <p className="text-meta text-ink-2">
            {made.mailed ? 'It went out by mail too. ' : 'Pass it on yourself. '}It is shown only now.
          </p>
        </div>
      ) : null}
    </Card>
  )
}
