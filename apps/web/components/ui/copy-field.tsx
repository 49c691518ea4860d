'use client'
import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Fragment } from 'react'
import { Button } from './button'
import { useCopy } from './use-copy'
import { whereLinesMayEnd } from './where-lines-may-end'

interface Props {
  label?: string
  value: string
  /** Whether copying is the one thing to do here. */
  loud?: boolean
}

/** A value to carry elsewhere, in full and selectable, with its copy button. */
export function CopyField({ label, value, loud = false }: Props) {
  const t = useTranslations('common')
  const { copy, copied, says } = useCopy(value, t('copy'))
  const Icon = copied ? Check : Copy
  return (
    <div className="grid w-full gap-1">
      {label ? <span className="font-medium text-ink">{label}</span> : null}
      <div className="flex items-center gap-2 rounded-ctl bg-inset py-1.5 ps-3 pe-1.5">
        <code
          dir="ltr"
          className="min-w-0 flex-1 font-mono text-small [overflow-wrap:anywhere] text-ink select-all"
        >
          {whereLinesMayEnd(value).map((part, at) => (
            <Fragment key={at}>
              {/* A browser ends no line after a slash by itself, and breaks a word instead. */}
              {at > 0 ? <wbr /> : null}
              {part}
            </Fragment>
          ))}
        </code>
        <Button look={loud ? 'primary' : 'ghost'} onClick={copy} className="max-w-1/2">
          <Icon size={16} strokeWidth={2} aria-hidden className="shrink-0" />
          <span aria-live="polite">{says}</span>
        </Button>
      </div>
    </div>
  )
}
