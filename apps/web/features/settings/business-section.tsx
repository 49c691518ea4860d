'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from '../../client/toast'
import { request } from '../../client/request'
import { canManage, meKey, useMe } from '../../client/use-me'
import { Button } from '../../components/ui/button'
import { Field, FormError } from '../../components/ui/field'
import { useSubmit } from '../../components/ui/use-submit'
import { useErrorSentence } from '../words/use-error-sentence'
import { Card, CardTitle } from './card'
import { Answered, Section } from './section'

/** The org's name, and starting another one. */
export function BusinessSection() {
  const t = useTranslations('settings')
  const me = useMe()
  return (
    <Section title={t('business')} lead={t('businessLead')} aside={me.data ? <CreateAnother /> : null}>
      <Answered query={me} shape="form">
        {(person) => <Rename key={person.org.id} name={person.org.name} allowed={canManage(person)} />}
      </Answered>
    </Section>
  )
}

function Rename({ name, allowed }: { name: string; allowed: boolean }) {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('settings')
  const client = useQueryClient()
  const [isChanged, setChanged] = useState(false)
  const form = useSubmit({
    names: ['name'],
    check: (values) => ({ name: values.name.trim() ? undefined : t('nameMissing') }),
    submit: async (values) => {
      await request('PATCH', '/api/v1/org', { name: values.name.trim() })
      await client.invalidateQueries({ queryKey: meKey })
      setChanged(false)
      await toast('success', t('renamed'))
    },
    explain: (error) => ({ form: sentenceOf(error) }),
  })
  return (
    <Card>
      <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
        <FormError>{form.faults.form}</FormError>
        <Field
          label={t('name')}
          name="name"
          dir="auto"
          defaultValue={name}
          maxLength={80}
          autoComplete="organization"
          onInput={(event) => setChanged(event.currentTarget.value.trim() !== name)}
          readOnly={!allowed}
          hint={allowed ? undefined : t('adminChanges')}
          error={form.faults.name}
        />
        {allowed ? (
          <div>
            <Button type="submit" look={isChanged ? 'primary' : 'outline'} busy={form.busy}>
              {form.busy ? t('saving') : t('saveName')}
            </Button>
          </div>
        ) : null}
      </form>
    </Card>
  )
}

function CreateAnother() {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('settings')
  const form = useSubmit({
    names: ['name'],
    check: (values) => ({ name: values.name.trim() ? undefined : t('nameMissing') }),
    submit: async (values) => {
      await request('POST', '/api/v1/org', { name: values.name.trim() })
      // It is the active one now, so everything on the screen is to be loaded for it.
      window.location.assign('/inbox')
    },
    explain: (error) => ({ form: sentenceOf(error) }),
  })
  return (
    <Card>
      <CardTitle>{t('anotherTitle')}</CardTitle>
      <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
        <FormError>{form.faults.form}</FormError>
        <Field
          label={t('anotherName')}
          name="name"
          dir="auto"
          maxLength={80}
          autoComplete="off"
          hint={t('anotherHint')}
          error={form.faults.name}
        />
        <div>
          <Button type="submit" look="outline" busy={form.busy}>
            {form.busy ? t('creating') : t('createBusiness')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
