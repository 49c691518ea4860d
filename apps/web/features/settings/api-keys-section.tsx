'use client'
import type { ApiKey, ApiKeyList, ApiKeyScope, CreatedApiKey } from '@cloudpa/contracts/orgs'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { sentenceOf } from '../../client/api-error'
import { notify } from '../../client/notify'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { Confirm } from '../../components/ui/confirm'
import { CopyField } from '../../components/ui/copy-button'
import { Field, FormError, SelectField } from '../../components/ui/field'
import { canManage, useMe } from '../../client/use-me'
import { Card, CardsLoading, RowCard, Section } from './section'

const keysKey = ['api-keys'] as const

const scopes: Record<ApiKeyScope, { label: string; hint: string }> = {
  read: { label: 'Read', hint: 'Sees conversations, numbers and members. Changes nothing.' },
  send: { label: 'Read and reply', hint: 'Also answers customers and marks conversations as read.' },
  admin: {
    label: 'Admin',
    hint: 'Also manages numbers, members and the organisation. Never keys, admins or owners.',
  },
}

/** Keys for programs: made, shown once, deleted. */
export function ApiKeysSection() {
  const { data: me } = useMe()
  return (
    <Section
      title="API keys"
      lead="A key lets a program of yours work for this organisation, as far as you say."
    >
      {!me ? <CardsLoading /> : canManage(me) ? <Keys /> : <OnlyAdmins />}
    </Section>
  )
}

function Keys() {
  return (
    <>
      <NewKey />
      <KeyList />
    </>
  )
}

function OnlyAdmins() {
  return (
    <Card>
      <p className="text-ink-2">Only admins see and make keys. Ask one of them.</p>
    </Card>
  )
}

function KeyList() {
  const client = useQueryClient()
  const keys = useQuery({ queryKey: keysKey, queryFn: () => request<ApiKeyList>('GET', '/api/v1/api-keys') })
  if (keys.isPending) return <CardsLoading />
  if (keys.isError) return <FormError>{sentenceOf(keys.error)}</FormError>
  if (keys.data.items.length === 0) return null

  async function remove(key: ApiKey) {
    try {
      await request('DELETE', `/api/v1/api-keys/${encodeURIComponent(key.id)}`)
    } catch (error) {
      await notify('error', sentenceOf(error))
    }
    await client.invalidateQueries({ queryKey: keysKey })
  }
  return (
    <RowCard label="Keys">
      {keys.data.items.map((key) => (
        <li key={key.id}>
          <div className="grid min-w-0 flex-1">
            <span className="truncate font-medium">{key.name}</span>
            <span className="text-meta text-ink-2">
              {scopes[key.scope].label} · <code>{key.prefix}…</code> · made by{' '}
              {key.createdBy ?? 'the operator'} ·{' '}
              {key.lastUsedAt ? `last used ${day(key.lastUsedAt)}` : 'never used'}
            </span>
          </div>
          <Confirm
            trigger={<Button look="ghost">Delete</Button>}
            title={`Delete “${key.name}”?`}
            description="Anything using this key stops working."
            action="Delete key"
            onConfirm={() => void remove(key)}
          />
        </li>
      ))}
    </RowCard>
  )
}

function NewKey() {
  const client = useQueryClient()
  const [made, setMade] = useState<CreatedApiKey>()
  const form = useForm<{ name: string; scope: ApiKeyScope }>({ defaultValues: { name: '', scope: 'read' } })
  const { errors, isSubmitting } = form.formState
  const scope = useWatch({ control: form.control, name: 'scope' })
  const onSubmit = form.handleSubmit(async (values) => {
    try {
      const input = { ...values, name: values.name.trim() }
      setMade(await request<CreatedApiKey>('POST', '/api/v1/api-keys', input))
      form.reset()
      await client.invalidateQueries({ queryKey: keysKey })
    } catch (error) {
      form.setError('root', { message: sentenceOf(error) })
    }
  })
  return (
    <Card>
      <form onSubmit={onSubmit} noValidate className="grid gap-4">
        <FormError>{errors.root?.message}</FormError>
        <Field
          label="Name of the new key"
          placeholder="Invoice robot"
          maxLength={80}
          autoComplete="off"
          error={errors.name?.message}
          {...form.register('name', {
            validate: (name) => name.trim() !== '' || 'Give it a name to know it by.',
          })}
        />
        <SelectField label="What it may do" hint={scopes[scope].hint} {...form.register('scope')}>
          {(Object.keys(scopes) as ApiKeyScope[]).map((value) => (
            <option key={value} value={value}>
              {scopes[value].label}
            </option>
          ))}
        </SelectField>
        <div>
          <Button type="submit" look="primary" disabled={isSubmitting} data-testid="create-key">
            {isSubmitting ? 'Making it…' : 'Create key'}
          </Button>
        </div>
      </form>
      {made ? (
        <div role="status" className="grid gap-2 border-t border-line pt-4">
          <CopyField label={`Key “${made.name}”`} value={made.key} />
          <p className="text-meta text-ink-2">Copy it now: it is shown only this once.</p>
        </div>
      ) : null}
    </Card>
  )
}

function day(at: string) {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(new Date(at))
}
