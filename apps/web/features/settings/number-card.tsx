'use client'
import type { ChatAccount, ValidationResult } from '@cloudpa/contracts/chat-accounts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'
import { useEffect } from 'react'
import { sentenceOf } from '../../client/api-error'
import { notify } from '../../client/notify'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { Confirm } from '../../components/ui/confirm'
import { CopyField } from '../../components/ui/copy-button'
import { cx } from '../../components/ui/cx'
import { Card } from './section'
import { chatAccountsKey } from '../../client/use-chat-accounts'

interface Props {
  account: ChatAccount
  manage: boolean
  /** Whether its credentials were written a moment ago, and nobody knows yet that they work. */
  unchecked: boolean
  onEdit: () => void
}

export function NumberCard({ account, manage, unchecked, onEdit }: Props) {
  const number = account.externalPhoneId.replace(/^whatsapp:/, '')
  return (
    <Card>
      <header className="flex items-start gap-3">
        <div className="grid min-w-0 flex-1 gap-0.5">
          <h3 className="truncate text-title font-semibold tabular-nums">{account.name || number}</h3>
          <p className="text-meta break-all text-ink-2">
            {account.name ? `${number} · ` : ''}
            {account.accountSid}
            {account.messagingServiceSid ? ` · ${account.messagingServiceSid}` : ''}
          </p>
        </div>
        <State account={account} />
      </header>
      {account.proven ? null : (
        <p className="text-meta text-ink-2">
          {manage ? 'Press Validate' : 'Ask an admin to validate it'}, or send a message to this number. Until
          then another organisation could connect it.
        </p>
      )}
      <div className="grid gap-2">
        <CopyField label="Webhook URL" value={account.webhookUrl} />
        <p className="text-meta text-ink-2">
          Paste it in Twilio as “When a message comes in”, method POST. With <code>#rc=5&amp;rp=all</code> at
          its end Twilio tries five times before it gives up on a message.
        </p>
      </div>
      {manage ? (
        <NumberActions account={account} number={number} unchecked={unchecked} onEdit={onEdit} />
      ) : null}
    </Card>
  )
}

/** Dashed is not said yet: credentials that Twilio has not accepted. */
function State({ account: { active, proven } }: { account: ChatAccount }) {
  const [words, look] = !active
    ? ['Paused', 'bg-inset text-ink-2']
    : proven
      ? ['Active', 'bg-brand-soft text-brand']
      : ['Not proven yet', 'border border-dashed border-control text-ink-2']
  return <span className={cx('shrink-0 rounded-full px-2.5 py-1 text-meta font-medium', look)}>{words}</span>
}

function NumberActions({ account, number, unchecked, onEdit }: Omit<Props, 'manage'> & { number: string }) {
  const client = useQueryClient()
  const path = `/api/v1/chat-accounts/${encodeURIComponent(account.id)}`
  const validate = useMutation({
    mutationFn: () => request<ValidationResult>('POST', `${path}/validate`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: chatAccountsKey }),
  })
  const { mutate: ask } = validate
  // Whoever writes credentials wants to know whether they work, not to look for the button that says so.
  useEffect(() => {
    if (unchecked) ask()
  }, [unchecked, ask])
  const remove = useMutation({
    mutationFn: () => request('DELETE', path),
    onSuccess: () => client.invalidateQueries({ queryKey: chatAccountsKey }),
    onError: (error) => void notify('error', sentenceOf(error)),
  })
  const answer = validate.isError ? { ok: false, message: sentenceOf(validate.error) } : validate.data
  return (
    <div>
      <div className="flex flex-wrap gap-2">
        <Button
          look="quiet"
          onClick={() => validate.mutate()}
          disabled={validate.isPending}
          data-testid="validate-number"
        >
          {validate.isPending ? 'Asking Twilio…' : 'Validate'}
        </Button>
        <Button look="outline" onClick={onEdit}>
          Edit
        </Button>
        <Confirm
          trigger={
            <Button look="ghostDanger" className="ml-auto">
              Remove
            </Button>
          }
          title={`Remove ${number}?`}
          description="Messages to this number no longer come in. What was said so far stays."
          action="Remove number"
          onConfirm={() => remove.mutate()}
        />
      </div>
      <div role="status">{answer && !validate.isPending ? <Answer {...answer} /> : null}</div>
    </div>
  )
}

function Answer({ ok, message }: ValidationResult) {
  const Icon = ok ? CircleCheck : CircleX
  return (
    <p
      data-testid="validation-result"
      className={cx(
        'mt-3 flex items-start gap-2 rounded-ctl px-3 py-2',
        ok ? 'bg-brand-soft text-ink' : 'bg-danger-soft text-danger',
      )}
    >
      <Icon size={18} strokeWidth={1.75} aria-hidden className={cx('mt-px shrink-0', ok && 'text-brand')} />
      {message}
    </p>
  )
}
