'use client'
import { inTwilio } from '../words/in-twilio'
import { useErrorSentence } from '../words/use-error-sentence'
import './zod-without-eval'
import { CreateChatAccount, UpdateChatAccount, type ChatAccount } from '@cloudpa/contracts/chat-accounts'
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Controller, useForm, type Resolver } from 'react-hook-form'
import { ApiError } from '../../client/api-error'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { Dialog, DialogFoot } from '../../components/ui/dialog'
import { Field, FormError } from '../../components/ui/field'
import { PasswordField } from '../../components/ui/password-field'
import { Switch } from '../../components/ui/switch'
import { toChatAccountInput, type NumberForm } from './number-form'
import { chatAccountsKey } from '../../client/use-chat-accounts'

interface Props {
  /** Null to add one. */
  account: ChatAccount | null
  onClose: () => void
  onSaved: (saved: ChatAccount) => void
}

type WrittenField = Exclude<keyof NumberForm, 'active'>

export function NumberDialog({ account, onClose, onSaved }: Props) {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('settings')
  const common = useTranslations('common')
  const client = useQueryClient()
  const form = useForm<NumberForm>({ defaultValues: valuesOf(account), resolver: resolverFor(account) })
  const { errors, isSubmitting } = form.formState

  const onSubmit = form.handleSubmit(async (values) => {
    const path = account ? `/api/v1/chat-accounts/${encodeURIComponent(account.id)}` : '/api/v1/chat-accounts'
    try {
      const input = toChatAccountInput(values, account !== null)
      const saved = await request<ChatAccount>(account ? 'PATCH' : 'POST', path, input)
      onSaved(saved)
      await client.invalidateQueries({ queryKey: chatAccountsKey })
      onClose()
    } catch (error) {
      const claimed = error instanceof ApiError && error.code === 'already_claimed'
      form.setError(claimed ? 'externalPhoneId' : 'root', { type: 'server', message: sentenceOf(error) })
    }
  })

  /** The contract's schema says where; what to do about it is said in the reader's language. */
  function wrong(name: WrittenField) {
    const error = errors[name]
    return error?.type === 'server' ? error.message : error && t(`wrong.${name}`)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={account ? t('editNumber') : t('connectNumber')}
      description={t.rich('credentialsHint', inTwilio)}
    >
      <form onSubmit={onSubmit} className="grid gap-4" noValidate>
        <FormError>{errors.root?.message}</FormError>
        <Field
          label={t('whatsAppNumber')}
          dir="ltr"
          placeholder="+14155550001"
          inputMode="tel"
          hint={t('numberHint')}
          error={wrong('externalPhoneId')}
          {...form.register('externalPhoneId')}
        />
        <Field
          label={t('accountSid')}
          dir="ltr"
          placeholder="AC…"
          autoComplete="off"
          spellCheck={false}
          error={wrong('accountSid')}
          {...form.register('accountSid')}
        />
        <PasswordField
          label={t('authToken')}
          autoComplete="off"
          placeholder={account?.hasAuthToken ? t('tokenStored') : ''}
          hint={t('tokenHint')}
          error={wrong('authToken')}
          {...form.register('authToken')}
        />
        <Field
          label={t('nameOptional')}
          hint={t('nameHint')}
          error={wrong('name')}
          {...form.register('name')}
        />
        {/* Whoever connects a number wants it to work at once. */}
        {account ? (
          <Controller
            control={form.control}
            name="active"
            render={({ field }) => (
              <Switch
                label={t('activeSwitch')}
                hint={t('activeHint')}
                checked={field.value}
                onCheckedChange={field.onChange}
              />
            )}
          />
        ) : null}
        {/* Few have one: it is in sight where there is one, or something wrong with it. */}
        <details open={Boolean(account?.messagingServiceSid || errors.messagingServiceSid) || undefined}>
          <summary className="w-fit cursor-pointer rounded-ctl py-1 text-ink-2 select-none pointer-coarse:py-3">
            {t('details')}
          </summary>
          <Field
            className="mt-2"
            label={t('serviceSidOptional')}
            dir="ltr"
            placeholder="MG…"
            autoComplete="off"
            spellCheck={false}
            error={wrong('messagingServiceSid')}
            {...form.register('messagingServiceSid')}
          />
        </details>
        <DialogFoot>
          <Button look="outline" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" look="primary" busy={isSubmitting} data-testid="save-number">
            {isSubmitting ? t('saving') : account ? t('saveChanges') : t('connect')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  )
}

function valuesOf(account: ChatAccount | null): NumberForm {
  return {
    name: account?.name ?? '',
    externalPhoneId: account?.externalPhoneId.replace(/^whatsapp:/, '') ?? '',
    accountSid: account?.accountSid ?? '',
    messagingServiceSid: account?.messagingServiceSid ?? '',
    authToken: '',
    active: account?.active ?? true,
  }
}

/** The contract's own schema judges the form, through the shape that will be sent; the form keeps its values. */
function resolverFor(account: ChatAccount | null): Resolver<NumberForm> {
  const judge = standardSchemaResolver(account ? UpdateChatAccount : CreateChatAccount)
  return async (values, context, options) => {
    const input = toChatAccountInput(values, account !== null)
    const { errors } = await judge(input as never, context, options as never)
    return Object.keys(errors).length > 0 ? { values: {}, errors: errors as never } : { values, errors: {} }
  }
}
