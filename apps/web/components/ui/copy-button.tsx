'use client'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button'

/** Copies and says so; where the clipboard is closed (plain http), the text beside it can still be selected. */
function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2000)
    return () => clearTimeout(timer)
  }, [state])

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch (error) {
      console.warn('The clipboard refused the text.', error)
      setState('failed')
    }
  }

  const Icon = state === 'copied' ? Check : Copy
  return (
    <Button look="outline" onClick={copy}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span aria-live="polite">
        {state === 'copied' ? 'Copied' : state === 'failed' ? 'Select and copy' : label}
      </span>
    </Button>
  )
}

/** A value to carry elsewhere, in full and selectable, with its copy button. */
export function CopyField({ label, value }: { label: string; value: string }) {
  return (
    <div className="grid gap-1.5">
      <span className="font-medium">{label}</span>
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 flex-1 basis-48 rounded-ctl bg-inset px-3 py-2 text-meta break-all select-all">
          {value}
        </code>
        <CopyButton text={value} />
      </div>
    </div>
  )
}
