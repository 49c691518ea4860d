'use client'
import { useForm } from 'react-hook-form'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { FormError } from '../../components/ui/field'
import { readAuthError } from './auth-errors'
import { EmailField, emailRules } from './email-field'

interface Props {
  /** Given by an invitation, which is for this address only. */
  email: string | undefined
  invitation: string | undefined
}

/** The first step of a sign-up where mail is set up: the link in it shows that the address is the newcomer's. */
export function AskForLink({ email: given, invitation }: Props) {
  const form = useForm({ defaultValues: { email: given ?? '' } })
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState
  const onSubmit = form.handleSubmit(async ({ email }) => {
    try {
      await request('POST', '/api/auth/sign-up/email', { email: email.trim(), invitation })
    } catch (error) {
      const { field, sentence } = readAuthError(error)
      form.setError(field === 'email' ? 'email' : 'root', { message: sentence })
    }
  })
  // The same words whether or not the address has an account: only its mail says.
  if (isSubmitSuccessful && !errors.root && !errors.email) {
    return <CheckYourMail email={form.getValues('email').trim()} />
  }
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4" noValidate>
      <FormError>{errors.root?.message}</FormError>
      <EmailField
        readOnly={given !== undefined}
        hint="We send a link there, to make sure that it is yours."
        error={errors.email?.message}
        {...form.register('email', emailRules)}
      />
      <Button
        type="submit"
        look="primary"
        disabled={isSubmitting}
        data-testid="send-link"
        className="md:min-h-10"
      >
        {isSubmitting ? 'Sending…' : 'Send me the link'}
      </Button>
    </form>
  )
}

/** What there is to do once the link is on its way. */
export function CheckYourMail({ email }: { email: string }) {
  return (
    <div role="status" className="grid gap-2" data-testid="check-your-mail">
      <p className="text-title font-semibold">Check your mail</p>
      <p className="text-ink-2">
        A link is on its way to <b className="font-medium break-words text-ink">{email}</b>. Open it within a
        day to go on. Nothing there? Look into the spam folder.
      </p>
    </div>
  )
}
