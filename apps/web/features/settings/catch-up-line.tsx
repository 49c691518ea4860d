'use client'
import type { CatchUp, ChatAccount } from '@cloudpa/contracts/chat-accounts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { request } from '../../client/request'
import { toast } from '../../client/toast'
import { chatAccountsKey } from '../../client/use-chat-accounts'
import { useNow } from '../../client/use-now'
import { Button } from '../../components/ui/button'
import { useErrorSentence } from '../words/use-error-sentence'
import { useTimes } from '../words/use-times'

/** Comparisons come once a minute; one under way is watched. */
const lookMs = 60_000
const watchMs = 1_500

/** Whether all that Twilio has of a number is here: what was last compared, and the way to compare it now. */
export function CatchUpLine({ account, manage }: { account: ChatAccount; manage: boolean }) {
  const words = useTranslations('settings')
  const t = useTranslations('settings.catchUp')
  const { id, catchUp } = account
  const isRunning = Boolean(catchUp?.running)
  const sentenceOf = useErrorSentence()
  const client = useQueryClient()
  const look = useMutation({
    mutationFn: () => request('POST', `/api/v1/chat-accounts/${encodeURIComponent(id)}/reconcile`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: chatAccountsKey }),
    onError: (error) => void toast('error', sentenceOf(error)),
  })
  useEffect(() => {
    const ask = () => void client.invalidateQueries({ queryKey: chatAccountsKey })
    const timer = setInterval(ask, isRunning ? watchMs : lookMs)
    return () => clearInterval(timer)
  }, [client, isRunning])
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2" data-testid="catch-up">
      <div className="grid min-w-0 flex-1 basis-60 gap-0.5 tabular-nums">
        <p className="font-semibold">{t('title')}</p>
        {catchUp ? <Findings catchUp={catchUp} /> : <p className="text-small text-ink-2">{t('never')}</p>}
      </div>
      {manage ? (
        <Button look="ghost" busy={isRunning || look.isPending} onClick={() => look.mutate()}>
          {words('check')}
        </Button>
      ) : null}
    </div>
  )
}

function Findings({ catchUp }: { catchUp: CatchUp }) {
  const { checkedAt, checked, missing, recovered, running, problem } = catchUp
  const t = useTranslations('settings.catchUp')
  const agoOf = useAgo()
  const problemOf = useProblem()
  return (
    <>
      <p className="text-small text-ink-2">
        {running
          ? t('running', { listed: running.listed })
          : checkedAt
            ? t('found', { missing, checked, when: agoOf(checkedAt) })
            : t('never')}
      </p>
      {recovered ? (
        <p className="text-small text-ink-2">
          {t('recovered', { count: recovered.count, when: agoOf(recovered.at) })}
        </p>
      ) : null}
      {problem ? <p className="text-small text-danger">{problemOf(problem)}</p> : null}
    </>
  )
}

/** Says how long ago something was, in the largest unit that fits: “2 minutes ago”. */
function useAgo(): (at: string) => string {
  const nowMs = useNow()
  const { region } = useTimes()
  const ago = new Intl.RelativeTimeFormat(region, { numeric: 'auto' })
  return (at) => {
    const minutes = Math.max(0, Math.round((nowMs - Date.parse(at)) / 60_000))
    if (minutes < 60) return ago.format(-minutes, 'minute')
    return minutes < 1_440
      ? ago.format(-Math.round(minutes / 60), 'hour')
      : ago.format(-Math.round(minutes / 1_440), 'day')
  }
}

/** What Twilio answered, or what kept us from asking. A newer server may name what this page has no words for. */
function useProblem(): (problem: NonNullable<CatchUp['problem']>) => string {
  const settings = useTranslations('settings')
  const errors = useTranslations('errors')
  return ({ kind, says, message }) => {
    const finding = `finding.${kind}.title` as 'finding.accountState.title'
    const reason = `reasons.${kind}` as 'reasons.token_sealed'
    if (settings.has(finding)) return settings(finding, { says })
    return errors.has(reason) ? errors(reason, { key: says }) : message
  }
}
