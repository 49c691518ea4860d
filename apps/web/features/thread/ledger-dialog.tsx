'use client'
import type { Ledger } from '@cloudpa/contracts/ledger'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { request } from '../../client/request'
import { useNow } from '../../client/use-now'
import { CopyField } from '../../components/ui/copy-field'
import { Dialog } from '../../components/ui/dialog'
import { LoadFailed } from '../../components/ui/load-failed'
import { threads } from '../live/thread-store'
import { useItem } from '../live/use-thread'
import { useErrorSentence } from '../words/use-error-sentence'
import { useTimes } from '../words/use-times'
import { useLedgerSentence } from './use-ledger-sentence'

interface Props {
  messageId: string
  onClose: () => void
}

/** What became of a message, step by step, and the ids by which Twilio's support finds it. */
export function LedgerDialog({ messageId, onClose }: Props) {
  const t = useTranslations('ledger')
  const sentenceOf = useErrorSentence()
  const message = useItem(threads.items.get(messageId) ?? null)
  // With each change of the message there is another step.
  const { data, error, refetch } = useQuery({
    queryKey: ['ledger', messageId, message?.revision],
    queryFn: ({ signal }) =>
      request<Ledger>('GET', `/api/v1/messaging/messages/${messageId}/ledger`, undefined, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  return (
    <Dialog open onOpenChange={onClose} title={t('title')} rests>
      {data ? <Steps ledger={data} /> : null}
      {error && !data ? <LoadFailed sentence={sentenceOf(error)} retry={() => void refetch()} /> : null}
      {!data && !error ? (
        <div role="status" aria-busy="true" aria-label={t('loading')} className="grid gap-3">
          <div className="h-4 w-3/4 rounded-full bg-inset" />
          <div className="h-4 w-1/2 rounded-full bg-inset" />
        </div>
      ) : null}
    </Dialog>
  )
}

function Steps({ ledger }: { ledger: Ledger }) {
  const t = useTranslations('ledger')
  const thread = useTranslations('thread')
  const now = useNow()
  const { dayLabel, region } = useTimes()
  const say = useLedgerSentence()
  const { entries, price, readHere, sid, accountSid, messageId } = ledger
  const clock = new Intl.DateTimeFormat(region, { timeStyle: 'medium' })
  const days = entries.map(({ at }) => dayLabel(at, now))
  const ids = [sid, accountSid, messageId].filter((id) => id !== null)
  return (
    <div className="grid gap-5">
      <ol
        role="list"
        data-testid="ledger"
        className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-ui"
      >
        {entries.map((entry, at) => (
          <li key={at} className="col-span-2 grid grid-cols-subgrid items-baseline">
            {days[at] === days[at - 1] ? null : (
              <span className="col-span-2 mt-2 text-small font-medium text-ink-2 first:mt-0">{days[at]}</span>
            )}
            <time dateTime={entry.at} className="text-meta text-ink-2 tabular-nums">
              {clock.format(new Date(entry.at))}
            </time>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {say(entry)}
              {entry.waitedMs === null ? null : (
                <span className="block text-meta text-ink-2">{t('waited', { ms: entry.waitedMs })}</span>
              )}
              {entry.code ? (
                <span className="block font-mono text-meta text-ink-2">
                  {thread('code', { code: entry.code })}
                </span>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
      {readHere === null ? null : (
        <p className="text-ui text-ink-2">{t(readHere ? 'readHere' : 'notReadHere')}</p>
      )}
      {price ? <p className="text-ui text-ink-2">{t('price', { price: inMoney(price, region) })}</p> : null}
      <CopyField label={t('forSupport')} value={ids.join(' ')} />
    </div>
  )
}

/** Twilio charges by amounts below zero, and by fractions of a cent. */
function inMoney({ amount, currency }: NonNullable<Ledger['price']>, region: string): string {
  const format = new Intl.NumberFormat(region, { style: 'currency', currency, maximumFractionDigits: 6 })
  return format.format(Math.abs(Number(amount)))
}
