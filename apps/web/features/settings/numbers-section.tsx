'use client'
import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { sentenceOf } from '../../client/api-error'
import { Button } from '../../components/ui/button'
import { FormError } from '../../components/ui/field'
import { canManage, useMe } from '../../client/use-me'
import { NumberCard } from './number-card'
import { CardsLoading, Card, Section } from './section'
import { useChatAccounts } from '../../client/use-chat-accounts'

const NumberDialog = dynamic(() => import('./number-dialog').then((module) => module.NumberDialog), {
  ssr: false,
})

/** The org's WhatsApp numbers and the Twilio accounts behind them. */
export function NumbersSection() {
  const accounts = useChatAccounts({ untilProven: true })
  const { data: me } = useMe()
  const [editing, setEditing] = useState<ChatAccount | 'new' | null>(null)
  const [unchecked, setUnchecked] = useState<string | null>(null)
  const manage = canManage(me)
  const items = accounts.data?.items ?? []
  const add = (
    <Button look="primary" onClick={() => setEditing('new')} data-testid="add-number">
      Add number
    </Button>
  )
  return (
    <Section
      title="Numbers"
      lead={
        manage
          ? 'The WhatsApp numbers your customers write to, each with its Twilio account.'
          : 'The WhatsApp numbers your customers write to. An admin can change them.'
      }
      action={manage && items.length > 0 ? add : null}
    >
      {accounts.isPending ? <CardsLoading /> : null}
      {accounts.isError ? <FormError>{sentenceOf(accounts.error)}</FormError> : null}
      {accounts.isSuccess && items.length === 0 ? (
        <Card>
          <p className="text-ink-2">
            No number yet. You need a Twilio account; its free WhatsApp sandbox is enough to begin.
          </p>
          {manage ? <div>{add}</div> : null}
        </Card>
      ) : null}
      {items.map((account) => (
        <NumberCard
          key={account.id}
          account={account}
          manage={manage}
          unchecked={account.id === unchecked}
          onEdit={() => {
            setUnchecked(null)
            setEditing(account)
          }}
        />
      ))}
      {editing ? (
        <NumberDialog
          account={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={({ id, proven }) => setUnchecked(proven ? null : id)}
        />
      ) : null}
    </Section>
  )
}
