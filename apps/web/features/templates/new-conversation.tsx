'use client'
import type { TemplateContent } from '@cloudpa/contracts/content'
import type { Message } from '@cloudpa/contracts/messages'
import { useLocale, useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { ApiError } from '../../client/api-error'
import { request } from '../../client/request'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { Dialog } from '../../components/ui/dialog'
import { Field, SelectField } from '../../components/ui/field'
import { hrefOf, isInInbox, openConversation } from '../conversations/open-conversation'
import { useGo } from '../conversations/use-go'
import { applyMessage } from '../live/apply-live-events'
import { contentToSend } from '../sending/carried'
import { useErrorSentence } from '../words/use-error-sentence'
import type { WrittenNumber } from './read-number'
import { TemplatePicker } from './template-picker'
import { useWrittenNumber } from './use-written-number'

/** Writes first, to a number that need not have written yet: WhatsApp takes a template for it. */
export function NewConversation({ onClose }: { onClose: () => void }) {
  const t = useTranslations('templates')
  const { data } = useChatAccounts()
  const go = useGo()
  const [to, setTo] = useState('')
  const [isToWrong, setToWrong] = useState(false)
  const ours = data?.items.filter(({ active }) => active) ?? []
  const [from, setFrom] = useState<string | null>(null)
  const chatAccountId = from ?? ours[0]?.id ?? null
  const number = useWrittenNumber(to, ours.find(({ id }) => id === chatAccountId)?.externalPhoneId)
  const field = useRef<HTMLInputElement>(null)
  const { send, fault, isSending } = useFirstMessage((message) => {
    onClose()
    if (isInInbox()) openConversation(message.conversationId, 'composer')
    else go(hrefOf(message.conversationId))
  })
  // What became of it is said here, and where it is sent to is gone to.
  const close = () => (isSending ? undefined : onClose())
  return (
    <Dialog
      wide
      open
      onOpenChange={(open) => (open ? undefined : close())}
      title={t('newConversation')}
      description={t('newLead')}
    >
      <div className="mb-5 grid gap-4 md:grid-cols-2">
        <Field
          ref={field}
          label={t('to')}
          hint={
            number?.formatted ? (
              <Recipient formatted={number.formatted} country={number.country} />
            ) : (
              t('toHint')
            )
          }
          error={isToWrong && !number ? t('toMissing') : undefined}
          value={to}
          onChange={({ target }) => setTo(target.value)}
          onBlur={() => setToWrong(to !== '')}
          type="tel"
          inputMode="tel"
          autoComplete="off"
          dir="ltr"
          maxLength={40}
          data-testid="new-to"
        />
        {ours.length > 1 ? (
          <SelectField
            label={t('from')}
            value={chatAccountId ?? ''}
            onChange={({ target }) => setFrom(target.value)}
            data-testid="new-from"
          >
            {ours.map(({ id, name, formatted }) => (
              <option key={id} value={id}>
                {name ? `${name} · ${formatted}` : formatted}
              </option>
            ))}
          </SelectField>
        ) : null}
      </div>
      <TemplatePicker
        key={chatAccountId}
        chatAccountId={chatAccountId}
        isOpen={false}
        firstName=""
        fault={fault}
        busy={isSending}
        onSend={(template) => {
          setToWrong(true)
          if (number) void send(number.value, chatAccountId, template)
          else field.current?.focus()
        }}
        onClose={close}
      />
    </Dialog>
  )
}

/** Whom it goes to: of a number without its country's code, somebody elsewhere may have the same. */
function Recipient({ formatted, country }: Pick<WrittenNumber, 'formatted' | 'country'>) {
  const countries = new Intl.DisplayNames([useLocale()], { type: 'region' })
  return (
    <span data-testid="new-recipient">
      <bdi dir="ltr" className="tabular-nums">
        {formatted}
      </bdi>
      {country ? ` · ${countries.of(country)}` : null}
    </span>
  )
}

/** Sends to a number. The same again goes by the same id, so that a lost answer makes no second message. */
function useFirstMessage(onSent: (message: Message) => void) {
  const sentenceOf = useErrorSentence()
  const [fault, setFault] = useState<string>()
  const [isSending, setSending] = useState(false)
  const tried = useRef({ what: '', clientId: '' })

  async function send(to: string, chatAccountId: string | null, template: TemplateContent) {
    const content = contentToSend(template.body, { template })
    const what = JSON.stringify([to, chatAccountId, content])
    if (tried.current.what !== what) tried.current = { what, clientId: crypto.randomUUID() }
    setSending(true)
    setFault(undefined)
    try {
      const message = await request<Message>('POST', '/api/v1/messaging/send', {
        to,
        clientId: tried.current.clientId,
        content,
        ...(chatAccountId && { chatAccountId }),
      })
      applyMessage(message)
      onSent(message)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setFault(sentenceOf(error))
    } finally {
      setSending(false)
    }
  }
  return { send, fault, isSending }
}
