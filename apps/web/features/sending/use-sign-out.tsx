'use client'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState, type ReactNode, type RefObject } from 'react'
import { toast } from '../../client/toast'
import { useErrorSentence } from '../words/use-error-sentence'
import { countUnfinished, leaveTo, signOut } from './sign-out'

// Asked of few, and seldom: it need not be there before.
const Confirm = dynamic(() => import('../../components/ui/confirm').then((module) => module.Confirm), {
  ssr: false,
})

interface Options {
  /** Gets the focus back from the question. */
  returnTo: RefObject<HTMLElement | null>
  /** Where it leads. */
  to?: string
  /** Says why it failed; a toast does where this is left out. */
  onFailed?: (sentence: string) => void
}

/**
 * The way out, which asks first if something that was written would be lost.
 * @returns what to call, whether it is on its way, and the question, which stands anywhere outside of a menu that closes
 */
export function useSignOut({ returnTo, to = '/sign-in', onFailed }: Options): {
  leave: () => void
  isLeaving: boolean
  question: ReactNode
} {
  const sentenceOf = useErrorSentence()
  const t = useTranslations('sending')
  const [lost, setLost] = useState<ReturnType<typeof countUnfinished> | null>(null)
  const [isLeaving, setLeaving] = useState(false)
  async function go() {
    setLeaving(true)
    try {
      await signOut()
      leaveTo(to)
    } catch (error) {
      setLeaving(false)
      if (onFailed) onFailed(sentenceOf(error))
      else await toast('error', sentenceOf(error))
    }
  }
  function leave() {
    const unfinished = countUnfinished()
    if (unfinished.messages + unfinished.drafts > 0) setLost(unfinished)
    else void go()
  }
  const question = lost && (
    <Confirm
      open
      returnTo={returnTo}
      onOpenChange={(open) => (open ? undefined : setLost(null))}
      title={t('signOutTitle')}
      description={t('signOutLoses', lost)}
      action={t('signOutAnyway')}
      onConfirm={() => void go()}
    />
  )
  return { leave, isLeaving, question }
}
