'use client'
import type { ChatAccount, ValidationResult } from '@cloudpa/contracts/chat-accounts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, Phone, RefreshCw, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { notify } from '../../client/notify'
import { request } from '../../client/request'
import { chatAccountsKey } from '../../client/use-chat-accounts'
import { Button } from '../../components/ui/button'
import { Confirm } from '../../components/ui/confirm'
import { cx } from '../../components/ui/cx'
import { useErrorSentence } from '../words/use-error-sentence'
import { Card } from './section'

interface Props {
  account: ChatAccount
  manage: boolean
  /** Whether its credentials were written a moment ago, and nobody knows yet that they work. */
  unchecked: boolean
  onEdit: () => void
}

export function NumberCard({ account, manage, unchecked, onEdit }: Props) {
  const t = useTranslations('settings')
  const number = account.externalPhoneId.replace(/^whatsapp:/, '')
  return (
    <Card>
      <header className="flex items-center gap-3">
        <span
          aria-hidden
          className="grid size-10 shrink-0 place-items-center rounded-full bg-inset text-ink-2"
        >
          <Phone size={18} strokeWidth={1.75} />
        </span>
        <div className="grid min-w-0 flex-1">
          <h3 dir="auto" className="truncate text-title font-semibold">
            {account.name || <bdi className="tabular-nums">{number}</bdi>}
          </h3>
          {account.name ? (
            <p className="truncate text-ink-2 tabular-nums">
              <bdi>{number}</bdi>
            </p>
          ) : null}
        </div>
        <State account={account} />
      </header>
      {account.active ? null : <p className="text-ink-2">{t('pausedHint')}</p>}
      {account.proven || !account.active ? null : (
        <p className="text-ink-2">{manage ? t('unprovenHint') : t('unprovenHintMember')}</p>
      )}
      {manage ? (
        <NumberActions account={account} number={number} unchecked={unchecked} onEdit={onEdit} />
      ) : null}
      <Details account={account} />
    </Card>
  )
}

/** Dashed is not said yet: credentials that Twilio has not accepted. */
function State({ account: { active, proven } }: { account: ChatAccount }) {
  const t = useTranslations('settings')
  const look = !active
    ? 'bg-inset text-ink-2'
    : proven
      ? 'bg-ok-soft text-ok'
      : 'border border-dashed border-control text-ink-2'
  return (
    <span
      className={cx(
        'inline-flex min-h-6 shrink-0 items-center gap-1 rounded-full px-2 text-meta font-medium',
        look,
      )}
    >
      {active && proven ? <Check size={14} strokeWidth={2} aria-hidden /> : null}
      {active ? (proven ? t('active') : t('unproven')) : t('paused')}
    </span>
  )
}

/** What only Twilio's support asks for. */
function Details({ account }: { account: ChatAccount }) {
  const t = useTranslations('settings')
  const facts = [
    [t('accountSid'), account.accountSid],
    [t('serviceSid'), account.messagingServiceSid],
  ] as const
  return (
    <details className="text-small text-ink-2">
      <summary className="w-fit cursor-pointer rounded-ctl py-1 select-none">{t('details')}</summary>
      <dl className="mt-1 grid gap-1">
        {facts.map(([name, value]) =>
          value ? (
            <div key={name} className="flex flex-wrap gap-x-3">
              <dt>{name}</dt>
              <dd dir="ltr" className="font-mono break-all text-ink">
                {value}
              </dd>
            </div>
          ) : null,
        )}
      </dl>
    </details>
  )
}

function NumberActions({ account, number, unchecked, onEdit }: Omit<Props, 'manage'> & { number: string }) {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('settings')
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
  const answer: ValidationResult | undefined = validate.isError
    ? { ok: false, message: sentenceOf(validate.error) }
    : validate.data
  return (
    <div className="grid gap-3">
      <div role="status">{answer && !validate.isPending ? <Answer {...answer} /> : null}</div>
      <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
        <Button
          look="outline"
          onClick={() => validate.mutate()}
          disabled={validate.isPending}
          data-testid="validate-number"
        >
          <RefreshCw size={16} strokeWidth={2} aria-hidden />
          {validate.isPending ? t('checking') : account.proven ? t('checkAgain') : t('check')}
        </Button>
        <Button look="ghost" onClick={onEdit}>
          {t('edit')}
        </Button>
        <Confirm
          trigger={
            <Button look="ghostDanger" className="ms-auto">
              {t('remove')}
            </Button>
          }
          title={t('removeNumberTitle', { number })}
          description={t('removeNumberHint')}
          action={t('removeNumber')}
          onConfirm={() => remove.mutate()}
        />
      </div>
    </div>
  )
}

function Answer({ ok, message, finding }: ValidationResult) {
  const t = useTranslations('settings')
  // A newer server may find what this page has no words for.
  const isKnown = finding && t.has(`finding.${finding.kind}`)
  return (
    <p data-testid="validation-result" className="flex items-start gap-3">
      <span
        aria-hidden
        className={cx(
          'grid size-6 shrink-0 place-items-center rounded-full',
          ok ? 'bg-ok-soft text-ok' : 'bg-danger-soft text-danger',
        )}
      >
        {ok ? <Check size={14} strokeWidth={2} /> : <X size={14} strokeWidth={2} />}
      </span>
      <span className={cx('pt-0.5', !ok && 'font-medium text-danger')}>
        {isKnown ? t(`finding.${finding.kind}`, { says: finding.says }) : message}
      </span>
    </p>
  )
}
