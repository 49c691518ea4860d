'use client'
import type { ApiKey, ApiKeyList, ApiKeyScope, CreatedApiKey } from '@cloudpa/contracts/orgs'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { notify } from '../../client/notify'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { Confirm } from '../../components/ui/confirm'
import { CopyField } from '../../components/ui/copy-button'
import { Field, FormError, SelectField } from '../../components/ui/field'
import { useSubmit } from '../../components/ui/use-submit'
import { canManage, useMe } from '../../client/use-me'
import { useNow } from '../window/use-now'
import { useErrorSentence } from '../words/use-error-sentence'
import { useTimes } from '../words/use-times'
import { Card, CardsLoading, RowCard, Section } from './section'
import { useMembers } from './use-members'

const keysKey = ['api-keys'] as const

const scopes: ApiKeyScope[] = ['read', 'send', 'admin']

/** Keys for programs: made, shown once, deleted. */
export function ApiKeysSection() {
  const t = useTranslations('settings')
  const { data: me } = useMe()
  return (
    <Section title={t('apiKeys')} lead={t('apiKeysLead')}>
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
  const t = useTranslations('settings')
  const members = useMembers()
  const admin = members.data?.items.find(({ role }) => role !== 'member')
  return (
    <Card>
      <p className="text-ink-2">{admin ? t('askForKeys', { name: admin.name }) : t('onlyAdminsKeys')}</p>
    </Card>
  )
}

function KeyList() {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('settings')
  const { dateLabel } = useTimes()
  const now = useNow()
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
    <RowCard label={t('keys')}>
      {keys.data.items.map((key) => (
        <li key={key.id}>
          <div className="grid min-w-0 flex-1">
            <span dir="auto" className="truncate font-medium">
              {key.name}
            </span>
            <span className="text-small text-ink-2">
              {t(`scope.${key.scope}`)} · <code dir="ltr">{key.prefix}…</code> ·{' '}
              {key.createdBy ? t('madeBy', { name: key.createdBy }) : t('madeByOperator')} ·{' '}
              {key.lastUsedAt ? t('lastUsed', { day: dateLabel(key.lastUsedAt, now) }) : t('neverUsed')}
            </span>
          </div>
          <Confirm
            trigger={<Button look="ghostDanger">{t('delete')}</Button>}
            title={t('deleteKeyTitle', { name: key.name })}
            description={t('deleteKeyHint')}
            action={t('deleteKey')}
            onConfirm={() => void remove(key)}
          />
        </li>
      ))}
    </RowCard>
  )
}

function NewKey() {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('settings')
  const client = useQueryClient()
  const [made, setMade] = useState<CreatedApiKey>()
  const [scope, setScope] = useState<ApiKeyScope>('read')
  const form = useSubmit({
    names: ['name'],
    check: ({ name }) => ({ name: name.trim() ? undefined : t('keyNameMissing') }),
    submit: async ({ name }) => {
      setMade(await request<CreatedApiKey>('POST', '/api/v1/api-keys', { name: name.trim(), scope }))
      await client.invalidateQueries({ queryKey: keysKey })
    },
    explain: (error) => ({ form: sentenceOf(error) }),
  })
  return (
    <Card>
      {/* Anew with each key, so that its fields are empty again. */}
      <form key={made?.id} onSubmit={form.onSubmit} noValidate className="grid gap-4">
        <FormError>{form.faults.form}</FormError>
        <Field
          label={t('keyName')}
          name="name"
          placeholder={t('keyNameExample')}
          maxLength={80}
          autoComplete="off"
          error={form.faults.name}
        />
        <SelectField
          label={t('keyScope')}
          hint={t(`scopeHint.${scope}`)}
          value={scope}
          onChange={(event) => setScope(event.target.value as ApiKeyScope)}
        >
          {scopes.map((value) => (
            <option key={value} value={value}>
              {t(`scope.${value}`)}
            </option>
          ))}
        </SelectField>
        <div>
          <Button type="submit" look="primary" disabled={form.busy} data-testid="create-key">
            {form.busy ? t('creating') : t('createKey')}
          </Button>
        </div>
      </form>
      {made ? (
        <div role="status" className="grid gap-2 border-t border-line pt-4">
          <CopyField label={t('newKey', { name: made.name })} value={made.key} />
          <p className="text-small text-ink-2">{t('copyKeyNow')}</p>
        </div>
      ) : null}
    </Card>
  )
}
