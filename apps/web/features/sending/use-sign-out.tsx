'use client'
import { useTranslations } from 'next-intl'
import { useState, type ReactNode, type RefObject } from 'react'
import { notify } from '../../client/notify'
import { Confirm } from '../../components/ui/confirm'
import { useErrorSentence } from '../words/use-error-sentence'
import { countUnfinished, leaveTo, signOut } from './sign-out'

/**
 * The way out, which asks first if something that was written would be lost.
 * @param returnTo gets the focus back from the question
 * @returns what to call, and the question, which stands anywhere outside of a menu that closes
 */
export function useSignOut(returnTo: RefObject<HTMLElement | null>): {
  leave: () => void
  question: ReactNode
} {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('sending')
  const [lost, setLost] = useState<ReturnType<typeof countUnfinished> | null>(null)
  function leave() {
    const unfinished = countUnfinished()
    if (unfinished.messages + unfinished.drafts > 0) setLost(unfinished)
    else void go(sentenceOf)
  }
  const question = (
    <Confirm
      open={lost !== null}
      returnTo={returnTo}
      onOpenChange={(open) => (open ? undefined : setLost(null))}
      title={t('signOutTitle')}
      description={t('signOutLoses', lost ?? { messages: 0, drafts: 0 })}
      action={t('signOutAnyway')}
      onConfirm={() => void go(sentenceOf)}
    />
  )
  return { leave, question }
}

async function go(sentenceOf: (error: unknown) => string) {
  try {
    await signOut()
    leaveTo('/sign-in')
  } catch (error) {
    await notify('error', sentenceOf(error))
  }
}
