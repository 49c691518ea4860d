'use client'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { canManage, useMe } from '../../client/use-me'
import { Button } from '../../components/ui/button'
import { CopyField } from '../../components/ui/copy-button'
import { Mark } from '../../components/ui/mark'
import { useConversationIds, useWaitingCount } from '../live/use-conversations'
import { isolated } from '../words/isolated'
import { Step, Steps } from './steps'
import { TestMessageButton } from './test-message'
import { useDemo } from './use-demo'

/** What the thread's place shows while there is no thread: the next step, whichever it is. */
export function EmptyInbox() {
  const t = useTranslations('firstRun')
  const conversations = useConversationIds()
  const unread = useWaitingCount() > 0
  const accounts = useChatAccounts()
  const { data: me, isPending } = useMe()
  const waiting = conversations.isLoading || accounts.isPending || isPending
  // What could not be loaded is not empty; the list says so, and how to try again.
  const failed = accounts.isError || (conversations.error && conversations.ids.length === 0)
  if (waiting || failed) return <div className="flex-1" />
  if (conversations.ids.length > 0) return <Quiet sentence={unread ? t('pick') : t('allRead')} />
  const items = accounts.data?.items ?? []
  const account = items.find((item) => item.active) ?? items[0]
  if (!account && !canManage(me)) return <Quiet sentence={t('askAdmin')} />
  return <FirstMessage account={account} />
}

function Quiet({ sentence }: { sentence: string }) {
  return (
    <div
      data-testid="empty-inbox"
      className="grid flex-1 place-content-center justify-items-center gap-4 p-6 text-center"
    >
      <Mark className="size-10 opacity-25" />
      <p className="max-w-sm text-ink-2">{sentence}</p>
    </div>
  )
}

interface Account {
  externalPhoneId: string
  webhookUrl: string
}

/** From nothing to the first message, in the order it happens; each step says what it waits for. */
function FirstMessage({ account }: { account: Account | undefined }) {
  const t = useTranslations('firstRun')
  const { data: demo } = useDemo()
  const number = account?.externalPhoneId.replace('whatsapp:', '')
  return (
    <div data-testid="empty-inbox" className="flex-1 overflow-y-auto p-6 md:p-10">
      <div className="mx-auto grid max-w-xl gap-6">
        <h2 className="font-serif text-page font-medium text-balance">{t('title')}</h2>
        <Steps>
          {demo ? (
            <Step title={t('tryTitle')} state="open">
              <p>{t('tryHint')}</p>
              <TestMessageButton number={account?.externalPhoneId ?? null} />
            </Step>
          ) : null}
          <Step title={t('connectTitle')} state={account ? 'done' : 'open'}>
            {number ? (
              <p>{t.rich('connected', { number, ...isolated })}</p>
            ) : (
              <>
                <p>{t('connectHint')}</p>
                <Connect filled={!demo}>{t('connect')}</Connect>
              </>
            )}
          </Step>
          <Step title={t('webhookTitle')} state={account ? 'open' : 'later'}>
            {account ? (
              <>
                <p>{t('webhookHint')}</p>
                <CopyField label={t('webhookUrl')} value={account.webhookUrl} />
              </>
            ) : null}
          </Step>
          <Step title={t('writeTitle')} state={account ? 'waiting' : 'later'}>
            {number ? <p>{t.rich('writeHint', { number, ...isolated })}</p> : null}
          </Step>
        </Steps>
      </div>
    </div>
  )
}

function Connect({ filled, children }: { filled: boolean; children: ReactNode }) {
  return (
    <Button look={filled ? 'primary' : 'outline'} asChild>
      <Link href="/settings/numbers">{children}</Link>
    </Button>
  )
}
