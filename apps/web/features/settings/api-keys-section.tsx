'use client'
import type { ApiKey, ApiKeyList, ApiKeyScope, CreatedApiKey } from '@cloudpa/contracts/orgs'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from '../../client/toast'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { Confirm } from '../../components/ui/confirm'
import { CopyField } from '../../components/ui/copy-field'
import { Empty } from '../../components/ui/empty'
import { Field, FormError, SelectField } from '../../components/ui/field'
import { handOverFocus } from '../../components/ui/focus-again'
import { useSubmit } from '../../components/ui/use-submit'
import { canManage, useMe } from '../../client/use-me'
import { useNow } from '../../client/use-now'
import { useErrorSentence } from '../words/use-error-sentence'
import { useTimes } from '../words/use-times'
import { Card, CardTitle, RowCard } from './card'
import { Answered, Section } from './section'
import { useMembers } from '../../client/use-members'

const keysKey = ['api-keys'] as const

const scopes: ApiKeyScope[] = ['read', 'send', 'admin']

/** Keys for programs: made, shown once, deleted. */
export function ApiKeysSection() {
  const t = useTranslations('settings')
  const me = useMe()
  return (
    <Section title={t('apiKeys')} lead={t('apiKeysLead')} aside={canManage(me.data) ? <HowToUse /> : null}>
      <Answered query={me} shape="form">
        {(me) => (canManage(me) ? <Keys /> : <OnlyAdmins />)}
      </Answered>
    </Section>
  )
}

function Keys() {
  const keys = useQuery({ queryKey: keysKey, queryFn: () => request<ApiKeyList>('GET', '/api/v1/api-keys') })
  return (
    <>
      <NewKey />
      <Answered query={keys} shape="rows">
        {({ items }) => (items.length > 0 ? <KeyList items={items} /> : null)}
      </Answered>
    </>
  )
}

function HowToUse() {
  const t = useTranslations('settings')
  return (
    <Card>
      <CardTitle>{t('useKeyTitle')}</CardTitle>
      <p className="text-small text-ink-2">{t('useKeyHint')}</p>
      <code dir="ltr" className="rounded-ctl bg-inset px-3 py-2 text-small break-all">
        Authorization: Bearer cpa_…
      </code>
      <a
        href="/api/docs"
        target="_blank"
        rel="noopener noreferrer"
        className="inline-flex min-h-(--tap) w-fit items-center text-link underline underline-offset-2"
      >
        {t('apiDocs')}
      </a>
    </Card>
  )
}

function OnlyAdmins() {
  const t = useTranslations('settings')
  const members = useMembers()
  const admin = members.data?.items.find(({ role }) => role !== 'member')
  return (
    <Card>
      <Empty icon={Lock} title={t('onlyAdminsKeys')} level="h3">
        {admin ? <p>{t('askForKeys', { name: admin.name })}</p> : null}
      </Empty>
    </Card>
  )
}

function KeyList({ items }: { items: ApiKey[] }) {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('settings')
  const { dateLabel } = useTimes()
  const now = useNow()
  const client = useQueryClient()

  async function remove(key: ApiKey) {
    try {
      await request('DELETE', `/api/v1/api-keys/${encodeURIComponent(key.id)}`)
    } catch (error) {
      await toast('error', sentenceOf(error))
    }
    await client.invalidateQueries({ queryKey: keysKey })
  }
  return (
    <RowCard label={t('keys')}>
      {items.map((key) => (
        <li key={key.id}>
          <div className="grid min-w-0 flex-1 basis-40">
            <span className="flex min-w-0 font-medium">
              <span dir="auto" className="truncate">
                {key.name}
              </span>
            </span>
            <span className="text-small text-ink-2">
              {t(`scope.${key.scope}`)} ·{' '}
              <code dir="ltr" className="break-all">
                {key.prefix}…
              </code>
            </span>
            <span className="text-small text-ink-2">
              {key.createdBy ? t('madeBy', { name: key.createdBy }) : t('madeByOperator')} ·{' '}
              {key.lastUsedAt ? t('lastUsed', { day: dateLabel(key.lastUsedAt, now) }) : t('neverUsed')}
            </span>
          </div>
          <Confirm
            trigger={
              <Button look="ghost" className="-me-3">
                {t('delete')}
              </Button>
            }
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
    submit: async ({ name }, fields) => {
      setMade(await request<CreatedApiKey>('POST', '/api/v1/api-keys', { name: name.trim(), scope }))
      fields.reset()
      setScope('read')
      await client.invalidateQueries({ queryKey: keysKey })
    },
    explain: (error) => ({ form: sentenceOf(error) }),
  })
  if (made) return <MadeKey made={made} onAnother={() => setMade(undefined)} />
  return (
    <Card>
      <form ref={handOverFocus} onSubmit={form.onSubmit} noValidate className="grid gap-4">
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
          <Button type="submit" look="primary" busy={form.busy} data-testid="create-key">
            {form.busy ? t('creating') : t('createKey')}
          </Button>
        </div>
      </form>
    </Card>
  )
}

/** The key, this once; the form gives way to it, so that the next press can't put another one in its place. */
function MadeKey({ made, onAnother }: { made: CreatedApiKey; onAnother: () => void }) {
  const t = useTranslations('settings')
  return (
    <Card>
      <div role="status" className="grid gap-3">
        <CopyField label={t('newKey', { name: made.name })} value={made.key} loud />
        <p>{t('copyKeyNow')}</p>
      </div>
      <div ref={handOverFocus}>
        <Button look="ghost" className="-ms-3" onClick={onAnother}>
          {t('anotherKey')}
        </Button>
      </div>
    </Card>
  )
}
