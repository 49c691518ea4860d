'use client'
import { LogIn, PhoneCall, PhoneOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useNow } from '../../client/use-now'
import { firstNameOf } from '../contacts/first-name'
import type { AttachmentProps } from '../messages/attachment-place'
import type { Attachment } from '../messages/describe-message'
import { isolated } from '../words/isolated'
import { useTimes } from '../words/use-times'

/** How long a phone stays in Twilio's sandbox (https://www.twilio.com/docs/whatsapp/sandbox). */
const sandboxMs = 72 * 60 * 60_000

interface Props extends Pick<AttachmentProps, 'message' | 'contact' | 'says' | 'children'> {
  event: Extract<Attachment, { kind: 'call_permission' | 'sandbox_join' }>
}

/** Something that the customer did rather than said: a quiet line of its own. */
export function Happening({ event, message, contact, says, children }: Props) {
  const t = useTranslations('messages')
  const Icon = event.kind === 'sandbox_join' ? LogIn : event.granted ? PhoneCall : PhoneOff
  const name = firstNameOf(contact)
  return (
    <div
      data-testid="happening"
      className="[&>.flex]:ms-2 [&>.flex]:inline-flex [&>.flex]:align-[-0.15em] [&>.flex]:text-ink-2"
    >
      <Icon size={14} strokeWidth={2} aria-hidden className="me-1 inline-block align-[-2px]" />
      {event.kind === 'call_permission' ? (
        t.rich(event.granted ? 'allowsCalls' : 'refusesCalls', { name, ...isolated })
      ) : (
        <>
          {says}
          {message ? <Lapse at={message.occurredAt} /> : null}
        </>
      )}
      {children}
    </div>
  )
}

/** Until when a phone that joined stays there; nothing once that is over. */
function Lapse({ at }: { at: string }) {
  const t = useTranslations('messages')
  const times = useTimes()
  const nowMs = useNow()
  const untilMs = Date.parse(at) + sandboxMs
  if (untilMs <= nowMs) return null
  return <> · {t('sandboxUntil', { time: times.comingTime(new Date(untilMs).toISOString(), nowMs) })}</>
}
