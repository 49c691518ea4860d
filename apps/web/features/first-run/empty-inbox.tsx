'use client'
import { Inbox, MessageCircle, Plug, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Button } from '../../components/ui/button'
import { CopyField } from '../../components/ui/copy-button'
import { canManage, useMe } from '../../client/use-me'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { useConversations } from '../live/inbox-queries'
import { flattenConversations } from '../live/merge-conversation'
import { TestMessageButton } from './test-message'

/** What the thread's place shows while there is no thread: the next step, whichever it is. */
export function EmptyInbox() {
  const conversations = useConversations()
  const accounts = useChatAccounts()
  const { data: me } = useMe()
  const waiting = conversations.isPending || accounts.isPending
  if (waiting) return <div className="flex-1 bg-thread" />
  if (flattenConversations(conversations.data).length > 0) {
    return (
      <Empty icon={MessageCircle} sentence="Pick a conversation, or press J.">
        {null}
      </Empty>
    )
  }
  const items = accounts.data?.items ?? []
  const account = items.find((item) => item.active) ?? items[0]
  if (!account) {
    return (
      <Empty
        icon={Plug}
        sentence={
          canManage(me)
            ? 'Try it with a simulated customer, or connect your Twilio number.'
            : 'No WhatsApp number is connected yet. An admin of your organisation can connect one.'
        }
      >
        {canManage(me) ? (
          <>
            <TestMessageButton number={null} />
            <Button look="outline" asChild>
              <Link href="/settings/numbers">Connect Twilio</Link>
            </Button>
          </>
        ) : null}
      </Empty>
    )
  }
  return (
    <Empty
      icon={Inbox}
      sentence={`As soon as a customer writes to ${account.externalPhoneId.replace('whatsapp:', '')}, you will see it here.`}
    >
      <TestMessageButton number={account.externalPhoneId} />
      <div className="order-last mt-4 w-full max-w-xl text-start">
        <CopyField label="Webhook URL for your Twilio number" value={account.webhookUrl} />
      </div>
    </Empty>
  )
}

function Empty({
  icon: Icon,
  sentence,
  children,
}: {
  icon: LucideIcon
  sentence: string
  children: ReactNode
}) {
  return (
    <div
      data-testid="empty-inbox"
      className="flex flex-1 flex-col items-center justify-center gap-4 overflow-y-auto bg-thread p-6 text-center"
    >
      <Icon size={48} strokeWidth={1} aria-hidden className="text-ink-3" />
      <p className="max-w-md text-base text-ink-2">{sentence}</p>
      <div className="flex flex-wrap justify-center gap-2">{children}</div>
    </div>
  )
}
