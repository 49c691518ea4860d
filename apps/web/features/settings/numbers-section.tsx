'use client'
import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import { PhoneOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { useChatAccounts } from '../../client/use-chat-accounts'
import { canManage, useMe } from '../../client/use-me'
import { Button } from '../../components/ui/button'
import { CopyField } from '../../components/ui/copy-field'
import { Empty } from '../../components/ui/empty'
import { NumberCard } from './number-card'
import { Card, CardTitle } from './card'
import { Answered, Section } from './section'

const NumberDialog = dynamic(() => import('./number-dialog').then((module) => module.NumberDialog), {
  ssr: false,
})

/**
 * The org's WhatsApp numbers and the Twilio accounts behind them.
 * @param connecting begins with the dialog that connects one, for who pressed elsewhere already
 */
export function NumbersSection({ connecting = false }: { connecting?: boolean }) {
  const t = useTranslations('settings')
  const accounts = useChatAccounts({ untilProven: true })
  const me = useMe()
  const [editing, setEditing] = useState<ChatAccount | 'new' | null>(connecting ? 'new' : null)
  useEffect(() => {
    // Once is enough: a reload does not ask again.
    if (connecting) window.history.replaceState(null, '', window.location.pathname)
  }, [connecting])
  const manage = canManage(me.data)
  const first = accounts.data?.items[0]
  return (
    <Section
      title={t('numbers')}
      lead={me.data && (manage ? t('numbersLead') : t('numbersLeadMember'))}
      action={manage && first ? <Connect look="outline" onClick={() => setEditing('new')} /> : null}
      aside={manage && first ? <Webhook url={first.webhookUrl} /> : null}
    >
      <Answered query={me} shape="number">
        {() => (
          <Answered query={accounts} shape="number">
            {({ items }) => (
              <Numbers items={items} manage={manage} editing={editing} setEditing={setEditing} />
            )}
          </Answered>
        )}
      </Answered>
    </Section>
  )
}

interface NumbersProps {
  items: ChatAccount[]
  manage: boolean
  /** Which one's dialog is open. */
  editing: ChatAccount | 'new' | null
  setEditing: (account: ChatAccount | 'new' | null) => void
}

function Numbers({ items, manage, editing, setEditing }: NumbersProps) {
  const t = useTranslations('settings')
  const [unchecked, setUnchecked] = useState<string | null>(null)
  // Of several that wait for a step, the first one's stands out.
  const waiting = items.find(({ active, proven }) => active && !proven)
  return (
    <>
      {items.length === 0 ? (
        <Card>
          <Empty icon={PhoneOff} title={t('noNumberTitle')} level="h3">
            <p className="max-w-sm text-balance">{manage ? t('noNumber') : t('noNumberMember')}</p>
            {manage ? <Connect look="primary" onClick={() => setEditing('new')} /> : null}
          </Empty>
        </Card>
      ) : null}
      {items.map((account) => (
        <NumberCard
          key={account.id}
          account={account}
          manage={manage}
          unchecked={account.id === unchecked}
          loud={!waiting || account.id === waiting.id}
          onEdit={() => {
            setUnchecked(null)
            setEditing(account)
          }}
        />
      ))}
      {editing && manage ? (
        <NumberDialog
          account={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={({ id }) => setUnchecked(id)}
        />
      ) : null}
    </>
  )
}

function Connect({ look, onClick }: { look: 'primary' | 'outline'; onClick: () => void }) {
  const t = useTranslations('settings')
  return (
    <Button look={look} onClick={onClick} data-testid="add-number">
      {t('connectNumber')}
    </Button>
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
