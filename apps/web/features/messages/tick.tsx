import type { MessageStatus } from '@cloudpa/contracts/messages'
import { useTranslations } from 'next-intl'
import { Check, CheckCheck, CircleAlert, CircleHelp, Clock } from 'lucide-react'
import { cx } from '../../components/ui/cx'

type Outbound = Exclude<MessageStatus, 'received'>

const looks = {
  queued: { Icon: Clock, tone: '' },
  unconfirmed: { Icon: CircleHelp, tone: '' },
  sent: { Icon: Check, tone: '' },
  failed: { Icon: CircleAlert, tone: 'text-danger' },
  delivered: { Icon: CheckCheck, tone: '' },
  read: { Icon: CheckCheck, tone: 'text-read' },
} satisfies Record<Outbound, unknown>

/** How far a message of ours got: shape, colour and words say the same. */
export function Tick({ status, size = 16 }: { status: Outbound; size?: number }) {
  const t = useTranslations('messages')
  const { Icon, tone } = looks[status]
  const small = Icon === Check || Icon === CheckCheck ? size : size - 3
  return (
    <span
      role="img"
      aria-label={t(status)}
      data-testid="tick"
      data-status={status}
      className={cx('inline-flex w-4 shrink-0 justify-center', tone)}
    >
      <Icon size={small} strokeWidth={2} aria-hidden />
    </span>
  )
}

export function isOutbound(status: MessageStatus): status is Outbound {
  return status !== 'received'
}
