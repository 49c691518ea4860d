'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ApiError } from '../../client/api-error'
import { request } from '../../client/request'
import { Button } from '../../components/ui/button'
import { chatAccountsKey } from '../../client/use-chat-accounts'
import { useErrorSentence } from '../words/use-error-sentence'
import { useDemo } from './use-demo'

/** Makes a simulated customer write to the number, and leads to the phone it wrote from. */
export function LetWriteButton({ number, loud }: { number: string | null; loud: boolean }) {
  const sentenceOf = useErrorSentence()
  const { data: demo } = useDemo()
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: () => request('POST', '/demo', number ? { number } : {}),
    // The first message of an org without a number connects a simulated one.
    onSuccess: () => client.invalidateQueries({ queryKey: chatAccountsKey }),
  })
  const t = useTranslations('firstRun')
  if (!demo) return null
  return (
    <div className="grid justify-items-start gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          look={loud ? 'primary' : 'outline'}
          data-testid="let-write-button"
          busy={send.isPending}
          onClick={() => send.mutate()}
        >
          {send.isPending ? t('writing') : t('letWrite')}
        </Button>
        <a
          href={demo.phoneUrl}
          target="_blank"
          rel="noopener noreferrer"
          className="inline-flex min-h-(--tap) items-center text-link underline underline-offset-2"
        >
          {t('openPhone')}
        </a>
      </div>
      {send.isError ? (
        <p role="alert" className="text-danger">
          {isOfSimulator(send.error) ? t('cannotWrite') : sentenceOf(send.error)}
        </p>
      ) : null}
    </div>
  )
}

/** Whether the simulated phone did not do it; else the API, asked in this person's name, said no. */
function isOfSimulator(error: unknown): boolean {
  return error instanceof ApiError && error.status === 502 && error.params === undefined
}
