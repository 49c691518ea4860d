'use client'
import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, CircleAlert, Phone, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { toast } from '../../client/toast'
import { request } from '../../client/request'
import { chatAccountsKey } from '../../client/use-chat-accounts'
import { Button } from '../../components/ui/button'
import { Confirm } from '../../components/ui/confirm'
import { cx } from '../../components/ui/cx'
import { Switch } from '../../components/ui/switch'
import { useErrorSentence } from '../words/use-error-sentence'
import { CheckButton, NumberFindings } from './number-findings'
import { Address, Card } from './card'
import { CatchUpLine } from './catch-up-line'
import { isFault, useNumberCheck, type NumberCheck } from './use-number-check'

interface Props {
  account: ChatAccount
  manage: boolean
  /** Whether its credentials were written a moment ago, and nobody knows yet that they work. */
  unchecked: boolean
  /** Whether its next step is the one filled button of the page. */
  loud: boolean
  onEdit: () => void
}

export function NumberCard({ account, manage, unchecked, loud, onEdit }: Props) {
  const t = useTranslations('settings')
  const number = account.formatted
  const check = useNumberCheck(account, unchecked && manage)
  const { turnOn, showTyping, remove } = useChanges(account)
  return (
    <Card>
      {/* A state of many words goes below the number before that is cut. */}
      <header className="flex flex-wrap items-center gap-3">
        <span
          aria-hidden
          className="grid size-10 shrink-0 place-items-center rounded-full bg-inset text-ink-2"
        >
          <Phone size={18} strokeWidth={1.75} />
        </span>
        <div className="grid min-w-0 flex-[1_0_min(10rem,calc(100%-3.25rem))]">
          <h3 className="flex min-w-0 text-title font-semibold tabular-nums">
            <span dir="auto" className="truncate">
              {account.name || number}
            </span>
          </h3>
          {account.name ? <Address className="text-ink-2 tabular-nums">{number}</Address> : null}
        </div>
        <State account={account} check={check} />
      </header>
      <NumberFindings
        account={account}
        manage={manage}
        loud={loud}
        check={check}
        onEdit={onEdit}
        onTurnOn={turnOn}
      />
      {account.active && account.proven ? <CatchUpLine account={account} manage={manage} /> : null}
      {manage && account.active ? (
        <Switch
          label={t('showTyping')}
          hint={t('showTypingHint')}
          checked={account.typingIndicator}
          onCheckedChange={showTyping}
        />
      ) : null}
      <footer className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
        {manage ? (
          <Actions account={account} number={number} check={check} onEdit={onEdit} onRemove={remove} />
        ) : null}
        <Details account={account} says={check.answer?.finding?.says} />
      </footer>
    </Card>
  )
}

function useChanges({ id }: ChatAccount) {
  const sentenceOf = useErrorSentence()
  const client = useQueryClient()
  const path = `/api/v1/chat-accounts/${encodeURIComponent(id)}`
  const after = {
    onSuccess: () => client.invalidateQueries({ queryKey: chatAccountsKey }),
    onError: (error: unknown) => void toast('error', sentenceOf(error)),
  }
  const turnOn = useMutation({ mutationFn: () => request('PATCH', path, { active: true }), ...after })
  const typing = useMutation({
    mutationFn: (typingIndicator: boolean) => request('PATCH', path, { typingIndicator }),
    ...after,
  })
  const remove = useMutation({ mutationFn: () => request('DELETE', path), ...after })
  return {
    turnOn: () => turnOn.mutate(),
    showTyping: (on: boolean) => typing.mutate(on),
    remove: () => remove.mutate(),
  }
}

/** Dashed is not said yet: credentials that nobody has asked Twilio about. */
function State({ account, check }: { account: ChatAccount; check: NumberCheck }) {
  const t = useTranslations('settings')
  const { look, icon: Icon, says } = stateOf(account, check)
  return (
    <span
      className={cx(
        'inline-flex min-h-6 shrink-0 items-center gap-1 rounded-full px-2 text-meta font-medium',
        look,
      )}
    >
      {Icon ? <Icon size={14} strokeWidth={2} aria-hidden /> : null}
      {t(says)}
    </span>
  )
}

function stateOf({ active, proven, alarm }: ChatAccount, { answer }: NumberCheck): StateLook {
  if (!active) return { look: 'bg-inset text-ink-2', says: 'paused' }
  if (alarm || (answer && isFault(answer))) {
    return { look: 'bg-danger-soft text-danger', icon: CircleAlert, says: 'notWorking' }
  }
  if (proven) return { look: 'bg-ok-soft text-ok', icon: Check, says: 'connected' }
  return { look: '[border:var(--dash)_var(--control)] text-ink-2', says: 'notChecked' }
}

interface StateLook {
  look: string
  icon?: LucideIcon
  says: 'paused' | 'notWorking' | 'connected' | 'notChecked'
}

/** What only Twilio's support asks for, and Twilio's own words. */
function Details({ account, says }: { account: ChatAccount; says: string | undefined }) {
  const t = useTranslations('settings')
  const facts = [
    [t('accountSid'), account.accountSid],
    [t('serviceSid'), account.messagingServiceSid],
    [t('twilioSaid'), says],
  ] as const
  return (
    <details className="ms-auto text-small text-ink-2 open:ms-0 open:basis-full">
      <summary className="w-fit cursor-pointer rounded-ctl py-1 select-none pointer-coarse:py-3.5">
        {t('details')}
      </summary>
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

interface ActionsProps {
  account: ChatAccount
  number: string
  check: NumberCheck
  onEdit: () => void
  onRemove: () => void
}

function Actions({ account, number, check, onEdit, onRemove }: ActionsProps) {
  const t = useTranslations('settings')
  // What nobody has asked Twilio about yet has its button above.
  const isKnown = account.proven || check.answer !== undefined || !account.active
  return (
    <>
      {isKnown ? <CheckButton {...check} look="outline" says={t('checkAgain')} /> : null}
      <Button look="ghost" onClick={onEdit}>
        {t('edit')}
      </Button>
      <Confirm
        trigger={<Button look="ghost">{t('remove')}</Button>}
        title={t('removeNumberTitle', { number })}
        description={t('removeNumberHint')}
        action={t('removeNumber')}
        onConfirm={onRemove}
      />
    </>
  )
}
