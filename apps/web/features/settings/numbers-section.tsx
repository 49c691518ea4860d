'use client'
import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { canManage, useMe } from '../../client/use-me'
import { Button } from '../../components/ui/button'
import { CopyField } from '../../components/ui/copy-button'
import { FormError } from '../../components/ui/field'
import { useErrorSentence } from '../words/use-error-sentence'
import { NumberCard } from './number-card'
import { Card, CardsLoading, CardTitle, Section } from './section'

const NumberDialog = dynamic(() => import('./number-dialog').then((module) => module.NumberDialog), {
  ssr: false,
})

/** The org's WhatsApp numbers and the Twilio accounts behind them. */
export function NumbersSection() {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('settings')
  const accounts = useChatAccounts({ untilProven: true })
  const { data: me } = useMe()
  const [editing, setEditing] = useState<ChatAccount | 'new' | null>(null)
  const [unchecked, setUnchecked] = useState<string | null>(null)
  const manage = canManage(me)
  const items = accounts.data?.items ?? []
  const connect = (look: 'primary' | 'outline') => (
    <Button look={look} onClick={() => setEditing('new')} data-testid="add-number">
      {t('connectNumber')}
    </Button>
  )
  return (
    <Section
      title={t('numbers')}
      lead={manage ? t('numbersLead') : t('numbersLeadMember')}
      action={manage && items.length > 0 ? connect('outline') : null}
      aside={items[0] ? <Webhook url={items[0].webhookUrl} /> : null}
    >
      {accounts.isPending ? <CardsLoading /> : null}
      {accounts.isError ? <FormError>{sentenceOf(accounts.error)}</FormError> : null}
      {accounts.isSuccess && items.length === 0 ? (
        <Card>
          <p className="text-ink-2">{manage ? t('noNumber') : t('noNumberMember')}</p>
          {manage ? <div>{connect('primary')}</div> : null}
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

/** All numbers of an installation share one address for what comes in. */
function Webhook({ url }: { url: string }) {
  const t = useTranslations('settings')
  return (
    <Card>
      <CardTitle>{t('webhookTitle')}</CardTitle>
      <p className="text-small text-ink-2">{t('webhookHint')}</p>
      <CopyField label={t('webhookUrl')} value={url} />
      <p className="text-small text-ink-2">{t('webhookRetries')}</p>
    </Card>
  )
}
