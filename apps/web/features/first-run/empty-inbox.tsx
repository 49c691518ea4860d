'use client'
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { canManage, useMe } from '../../client/use-me'
import { useNow } from '../../client/use-now'
import { buttonLook } from '../../components/ui/button'
import { Key } from '../../components/ui/keys'
import { LoadFailed } from '../../components/ui/load-failed'
import { Mark } from '../../components/ui/mark'
import { useKeysOf } from '../actions/use-actions'
import { firstNameOf } from '../contacts/first-name'
import { ConversationLink } from '../conversations/conversation-link'
import { isLeftOver, nextToAnswer } from '../conversations/list-entries'
import {
  conversationsOf,
  useConversationCounts,
  useConversationIds,
  useIsAny,
  useIsNew,
} from '../live/use-conversations'
import { useUnsent } from '../sending/unsent'
import { isolated } from '../words/isolated'
import { useErrorSentence } from '../words/use-error-sentence'
import { useDemo } from './use-demo'

const FirstMessage = dynamic(() => import('./first-message').then((module) => module.FirstMessage), {
  ssr: false,
})

/** What the thread's place shows while there is no thread: the next step, whichever it is. */
export function EmptyInbox() {
  const t = useTranslations('firstRun')
  const conversations = useConversationIds()
  const isNew = useIsNew()
  const { waiting } = useConversationCounts()
  const accounts = useChatAccounts()
  const me = useMe()
  const demo = useDemo()
  // What could not be loaded is not empty; of the conversations the list says so, and how to try again.
  const listFailed = conversations.error && conversations.ids.length === 0
  const isLoading = conversations.isLoading || accounts.isPending || me.isPending
  if (isLoading || listFailed || isNew === null) return <div className="flex-1" />
  if (!isNew) return <Next waiting={waiting} />
  if (!accounts.data || !me.data) return <Failed queries={[accounts, me]} />
  // What begins with the simulated phone must not come when the rest is being read.
  if (demo.isPending) return <div className="flex-1" />
  if (accounts.data.items.length === 0 && !canManage(me.data)) return <Quiet>{t('askAdmin')}</Quiet>
  return <FirstMessage accounts={accounts.data.items} />
}

/** Who is next, or that nobody is, and nothing went wrong on its way to them; where the list is empty it says so itself. */
function Next({ waiting }: { waiting: number }) {
  const t = useTranslations('firstRun')
  const { ids } = useConversationIds()
  const isLeft = useIsAny(isLeftOver)
  const isUnsent = useUnsent(({ items }) =>
    items.some(({ state }) => state !== 'sending' && state !== 'held'),
  )
  if (waiting > 0 || isLeft || isUnsent) return <Pick />
  return <Quiet>{ids.length > 0 ? t('allAnswered') : null}</Quiet>
}

// Nobody has keys under a finger.
const withKeys = {
  keys: (words: ReactNode) => <span className="pointer-coarse:hidden">{words}</span>,
  b: (key: ReactNode) => <Key>{key}</Key>,
}

/** Who must be answered next, one press away, and how to choose. */
function Pick() {
  const t = useTranslations('firstRun')
  const { ids, further } = useConversationIds()
  const next = nextToAnswer(conversationsOf([...ids, ...further]), useNow())
  const key = useKeysOf('next')?.shown[0] ?? '↓'
  return (
    <Quiet>
      <p>{t.rich('pick', { key, ...withKeys })}</p>
      {next ? (
        <ConversationLink id={next.id} className={buttonLook('primary')}>
          <span>{t.rich('answer', { name: firstNameOf(next.contact), ...isolated })}</span>
        </ConversationLink>
      ) : null}
    </Quiet>
  )
}

function Quiet({ children }: { children: ReactNode }) {
  return (
    <div
      data-testid="empty-inbox"
      className="grid flex-1 place-content-center justify-items-center gap-4 p-6 text-center"
    >
      <Mark className="size-10 opacity-25" />
      <div className="grid max-w-sm justify-items-center gap-4 text-balance text-ink-2">{children}</div>
    </div>
  )
}

function Failed({ queries }: { queries: UseQueryResult[] }) {
  const sentenceOf = useErrorSentence()
  const failed = queries.filter(({ isError }) => isError)
  return (
    <LoadFailed
      sentence={sentenceOf(failed[0]?.error)}
      retry={() => failed.forEach(({ refetch }) => void refetch())}
      className="flex-1"
    />
  )
}
