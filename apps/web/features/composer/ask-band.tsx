'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '../../components/ui/button'
import { cx } from '../../components/ui/cx'

interface Props {
  testId: string
  /** Its colours. */
  look: string
  onSend: () => void
  children: ReactNode
}

/** What there is to think of before this goes out, over the text, and the way to send it all the same. */
export function AskBand({ testId, look, onSend, children }: Props) {
  const t = useTranslations('composer')
  return (
    <div
      data-testid={testId}
      className={cx(
        '-order-2 m-0.5 flex min-h-9 w-[calc(100%-0.25rem)] flex-wrap items-center gap-x-2 rounded-t-[inherit] px-4 py-1 text-small',
        look,
      )}
    >
      <span dir="auto" className="min-w-0 flex-1 basis-40">
        {children}
      </span>
      <Button look="ghost" onClick={onSend} data-testid="send-anyway" className="text-inherit">
        {t('sendAnyway')}
      </Button>
    </div>
  )
}
