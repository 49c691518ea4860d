import type { MessageStatus } from '@cloudpa/contracts/messages'
import { Check, CheckCheck, CircleAlert, CircleHelp, Clock } from 'lucide-react'
import { cx } from '../../components/ui/cx'

type Outbound = Exclude<MessageStatus, 'received'>

const looks = {
  queued: { Icon: Clock, label: 'Waiting to be sent', tone: '' },
  unconfirmed: {
    Icon: CircleHelp,
    label: 'Not confirmed: Twilio has not said whether it was sent',
    tone: 'text-warn',
  },
  sent: { Icon: Check, label: 'Sent', tone: '' },
  failed: { Icon: CircleAlert, label: 'Not delivered', tone: 'text-danger' },
  delivered: { Icon: CheckCheck, label: 'Delivered', tone: '' },
  read: { Icon: CheckCheck, label: 'Read', tone: 'text-read' },
} satisfies Record<Outbound, unknown>

/** How far a message of ours got: shape, colour and words say the same. */
export function Tick({ status, size = 16 }: { status: Outbound; size?: number }) {
  const { Icon, label, tone } = looks[status]
  const small = Icon === Check || Icon === CheckCheck ? size : size - 3
  return (
    <span
      role="img"
      aria-label={label}
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
