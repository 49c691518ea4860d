'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'

const saidMs = 2000

/**
 * Copies a text to the clipboard.
 * @param label what the button says before
 * @returns what to call, whether it has just been copied, and what the button says now; a refusal (plain http) stays
 * until the next try, since it takes longer to read
 */
export function useCopy(text: string, label: string): { copy: () => void; copied: boolean; says: string } {
  const t = useTranslations('common')
  const [state, setState] = useState<'idle' | 'copied' | 'copyFailed'>('idle')
  useEffect(() => {
    if (state !== 'copied') return
    const timer = setTimeout(() => setState('idle'), saidMs)
    return () => clearTimeout(timer)
  }, [state])

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch (error) {
      console.warn('The clipboard refused the text.', error)
      setState('copyFailed')
    }
  }
  return {
    copy: () => void copy(),
    copied: state === 'copied',
    says: state === 'idle' ? label : t(state),
  }
}
