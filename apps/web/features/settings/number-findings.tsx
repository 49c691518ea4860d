'use client'
import type { ChatAccount, ValidationResult } from '@cloudpa/contracts/chat-accounts'
import { Check, CircleDashed, Pause, X, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '../../components/ui/button'
import { cx } from '../../components/ui/cx'
import { handOverFocus } from '../../components/ui/focus-again'
import type { NumberCheck } from './use-number-check'

const tones = {
  wrong: { icon: X, look: 'bg-danger-soft text-danger' },
  well: { icon: Check, look: 'bg-ok-soft text-ok' },
  rest: { icon: Pause, look: 'bg-inset text-ink-2' },
  open: { icon: CircleDashed, look: 'text-ink-2' },
} satisfies Record<string, { icon: LucideIcon; look: string }>

interface FindingProps {
  tone: keyof typeof tones
  title: string
  children?: ReactNode
  /** The one way on. */
  action?: ReactNode
}

/** One thing that is known of a number: what it is, what follows, and the way on. */
function Finding({ tone, title, children, action }: FindingProps) {
  const { icon: Icon, look } = tones[tone]
  return (
    <div ref={handOverFocus} className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="flex min-w-0 flex-1 basis-60 items-start gap-3">
        <span aria-hidden className={cx('grid size-6 shrink-0 place-items-center rounded-full', look)}>
          <Icon size={14} strokeWidth={2} />
        </span>
        <div className="grid gap-0.5 pt-0.5">
          <p className="font-semibold">{title}</p>
          {children ? <p className="text-small text-ink-2">{children}</p> : null}
        </div>
      </div>
      {action}
    </div>
  )
}

interface Props {
  account: ChatAccount
  manage: boolean
  /** Whether its way on is the one filled button of the page. */
  loud: boolean
  check: NumberCheck
  onEdit: () => void
  onTurnOn: () => void
}

/** What is wrong with a number stands first, in a sentence with its way out; of a number that works, what was asked for. */
export function NumberFindings({ account, manage, loud, check, onEdit, onTurnOn }: Props) {
  const t = useTranslations('settings')
  const look = loud ? 'primary' : 'outline'
  return (
    <>
      {account.active ? null : (
        <Finding
          tone="rest"
          title={t('pausedHint')}
          action={
            manage ? (
              <Button look="outline" onClick={onTurnOn}>
                {t('turnOn')}
              </Button>
            ) : null
          }
        />
      )}
      {account.active && account.alarm && !check.answer ? (
        <Alarm alarm={account.alarm} manage={manage} look={look} onEdit={onEdit} />
      ) : null}
      {account.active && !account.proven && !account.alarm && !check.answer ? (
        <Finding
          tone="open"
          title={t('uncheckedTitle')}
          action={manage ? <CheckButton {...check} look={look} says={t('check')} /> : null}
        >
          {manage ? t('uncheckedHint') : t('uncheckedHintMember')}
        </Finding>
      ) : null}
      {/* Out of the column while it is empty, and yet there to be read out once it is not. */}
      <div role="status" className="empty:absolute">
        {check.answer ? <Answer answer={check.answer} look={look} onEdit={onEdit} /> : null}
      </div>
    </>
  )
}

interface AlarmProps {
  alarm: NonNullable<ChatAccount['alarm']>
  manage: boolean
  look: 'primary' | 'outline'
  onEdit: () => void
}

/** That Twilio lets the number send nothing, which nobody has to find out message by message. */
function Alarm({ alarm, manage, look, onEdit }: AlarmProps) {
  const t = useTranslations('settings')
  // A newer server may know others.
  const why = t.has(`alarm.${alarm.kind}` as 'alarm.credentials')
    ? t(`alarm.${alarm.kind}` as 'alarm.credentials')
    : alarm.message
  return (
    <div role="alert" data-testid="number-alarm">
      <Finding
        tone="wrong"
        title={t('alarm.title')}
        action={
          manage && alarm.kind !== 'suspended' ? (
            <Button look={look} onClick={onEdit}>
              {t('correctIt')}
            </Button>
          ) : null
        }
      >
        {manage ? why : t('alarm.member')}
      </Finding>
    </div>
  )
}

interface CheckButtonProps extends NumberCheck {
  look: 'primary' | 'outline'
  says: string
}

export function CheckButton({ check, isChecking, look, says }: CheckButtonProps) {
  const t = useTranslations('settings')
  return (
    <Button look={look} onClick={check} busy={isChecking} data-testid="validate-number">
      {isChecking ? t('checking') : says}
    </Button>
  )
}

/** Where the credentials themselves are wrong, writing them anew is the way on. */
const isMistyped = new Set<string>(['mismatch', 'unknownAccount', 'notLetIn', 'notASid'])

interface AnswerProps {
  answer: ValidationResult
  look: 'primary' | 'outline'
  onEdit: () => void
}

function Answer({ answer: { ok, message, finding }, look, onEdit }: AnswerProps) {
  const t = useTranslations('settings')
  // A newer server may find what this page has no words for.
  const known = finding && t.has(`finding.${finding.kind}.title`) ? finding : undefined
  return (
    <div data-testid="validation-result">
      <Finding
        tone={ok ? 'well' : 'wrong'}
        title={known ? t(`finding.${known.kind}.title`, { says: known.says }) : message}
        action={
          known && isMistyped.has(known.kind) ? (
            <Button look={look} onClick={onEdit}>
              {known.kind === 'mismatch' ? t('enterToken') : t('correctIt')}
            </Button>
          ) : null
        }
      >
        {known ? t(`finding.${known.kind}.hint`, { says: known.says }) : null}
      </Finding>
    </div>
  )
}
