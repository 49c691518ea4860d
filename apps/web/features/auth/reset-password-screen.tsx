'use client'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { ApiError } from '../../client/api-error'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { Field, FormError } from '../../components/ui/field'
import { AuthCard } from './auth-card'
import { readAuthError } from './auth-errors'
import { newPasswordRules } from './new-password-rules'
import { TextLink } from './text-link'

export function ResetPasswordScreen() {
  const token = useSearchParams().get('token')
  const [refused, setRefused] = useState(false)
  if (!token || refused) {
    return (
      <AuthCard
        title="This link does not work"
        lead="It was used before, is too old, or was not copied in full."
      >
        <TextLink href="/forgot-password">Get a new link</TextLink>
      </AuthCard>
    )
  }
  return (
    <AuthCard title="Choose a new password">
      <ResetForm token={token} onRefused={() => setRefused(true)} />
    </AuthCard>
  )
}

function ResetForm({ token, onRefused }: { token: string; onRefused: () => void }) {
  const form = useForm({ defaultValues: { password: '' } })
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState
  const onSubmit = form.handleSubmit(async ({ password }) => {
    try {
      await request('POST', '/api/auth/reset-password', { newPassword: password, token })
    } catch (error) {
      // No password will do with this link, so the form gives way to what helps.
      if (error instanceof ApiError && error.code === 'INVALID_TOKEN') onRefused()
      const { field, sentence } = readAuthError(error)
      form.setError(field === 'password' ? 'password' : 'root', { message: sentence })
    }
  })
  if (isSubmitSuccessful && !errors.root && !errors.password) {
    return (
      <div role="status" className="grid justify-items-start gap-4">
        <p className="text-ink-2">Your new password is set.</p>
        <TextLink href="/sign-in?expired=1">Sign in</TextLink>
      </div>
    )
  }
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4" noValidate>
      <FormError>{errors.root?.message}</FormError>
      <Field
        label="New password"
        type="password"
        autoComplete="new-password"
        hint="At least 8 characters."
        error={errors.password?.message}
        {...form.register('password', newPasswordRules)}
      />
      <Button type="submit" look="primary" disabled={isSubmitting} className="md:min-h-10">
        {isSubmitting ? 'Saving…' : 'Set new password'}
      </Button>
    </form>
  )
}
