'use client'
import { useForm } from 'react-hook-form'
import { useQueryClient } from '@tanstack/react-query'
import { sentenceOf } from '../../client/api-error'
import { notify } from '../../client/notify'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { Field, FormError } from '../../components/ui/field'
import { canManage, meKey, useMe } from '../../client/use-me'
import { Card, CardsLoading, Section } from './section'

const nameRules = { validate: (name: string) => name.trim() !== '' || 'Give it a name.' }

/** The org's name, and starting another one. */
export function OrganisationSection() {
  const { data: me } = useMe()
  return (
    <Section
      title="Organisation"
      lead="Customers, numbers and people of one organisation are never seen by another."
    >
      {me ? <Rename key={me.org.id} name={me.org.name} allowed={canManage(me)} /> : <CardsLoading />}
      {me ? <CreateAnother /> : null}
    </Section>
  )
}

function Rename({ name, allowed }: { name: string; allowed: boolean }) {
  const client = useQueryClient()
  const form = useForm({ defaultValues: { name } })
  const { errors, isSubmitting, isDirty } = form.formState
  const onSubmit = form.handleSubmit(async (values) => {
    try {
      await request('PATCH', '/api/v1/org', { name: values.name.trim() })
      await client.invalidateQueries({ queryKey: meKey })
      form.reset({ name: values.name.trim() })
      await notify('success', 'The organisation has its new name.')
    } catch (error) {
      form.setError('root', { message: sentenceOf(error) })
    }
  })
  return (
    <Card>
      <form onSubmit={onSubmit} noValidate className="grid gap-4">
        <FormError>{errors.root?.message}</FormError>
        <Field
          label="Name"
          maxLength={80}
          autoComplete="organization"
          disabled={!allowed}
          hint={allowed ? undefined : 'An admin can change it.'}
          error={errors.name?.message}
          {...form.register('name', nameRules)}
        />
        {allowed ? (
          <div>
            <Button type="submit" look="primary" disabled={isSubmitting || !isDirty}>
              {isSubmitting ? 'Saving…' : 'Save name'}
            </Button>
          </div>
        ) : null}
      </form>
    </Card>
  )
}

function CreateAnother() {
  const form = useForm({ defaultValues: { name: '' } })
  const { errors, isSubmitting } = form.formState
  const onSubmit = form.handleSubmit(async ({ name }) => {
    try {
      await request('POST', '/api/v1/org', { name: name.trim() })
      // It is the active one now, so everything on the screen is to be loaded for it.
      window.location.assign('/inbox')
    } catch (error) {
      form.setError('root', { message: sentenceOf(error) })
    }
  })
  return (
    <Card>
      <h3 className="text-title font-semibold">Start another organisation</h3>
      <form onSubmit={onSubmit} noValidate className="grid gap-4">
        <FormError>{errors.root?.message}</FormError>
        <Field
          label="Name of the new organisation"
          maxLength={80}
          autoComplete="off"
          hint="You become its owner, and switch between yours in the account menu."
          error={errors.name?.message}
          {...form.register('name', nameRules)}
        />
        <div>
          <Button type="submit" look="outline" disabled={isSubmitting}>
            {isSubmitting ? 'Creating…' : 'Create organisation'}
          </Button>
        </div>
      </form>
    </Card>
  )
}
