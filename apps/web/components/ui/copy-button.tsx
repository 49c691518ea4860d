'use client'
import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Button } from './button'

/** Copies and says so; where the clipboard is closed (plain http), the text beside it can still be selected. */
function CopyButton({ text }: { text: string }) {
  const t = useTranslations('common')
  const [state, setState] = useState<'copy' | 'copied' | 'copyFailed'>('copy')
  useEffect(() => {
    if (state !== 'copied') return
    const timer = setTimeout(() => setState('copy'), 2000)
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

  const Icon = state === 'copied' ? Check : Copy
  return (
    <Button look="ghost" onClick={copy} className="shrink-0 whitespace-normal">
      {state === 'copyFailed' ? null : <Icon size={16} strokeWidth={2} aria-hidden />}
      <span aria-live="polite">{t(state)}</span>
    </Button>
  )
}

/** A value to carry elsewhere, in full and selectable, with its copy button. */
export function CopyField({ label, value }: { label: string; value: string }) {
  return (
    <div className="grid w-full gap-1">
      <span className="font-medium text-ink">{label}</span>
      <div className="flex items-center gap-2 rounded-ctl bg-inset py-1.5 ps-3 pe-1.5">
        <code dir="ltr" className="min-w-0 flex-1 text-small break-all text-ink select-all">
          {value}
        </code>
        <CopyButton text={value} />
      </div>
    </div>
  )
}
