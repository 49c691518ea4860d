'use client'
import { useTranslations } from 'next-intl'
import { Action } from './message-action'

interface Props {
  /** What it says while it loads. */
  loading: string | false
  /** What it says where that failed. */
  failed: string | undefined
  retry: () => void
}

/** The line beyond the first or last loaded message. */
export function WayOn({ loading, failed, retry }: Props) {
  const t = useTranslations('thread')
  return (
    <div className="flex min-h-8 shrink-0 flex-wrap items-center justify-center gap-x-1 text-small text-ink-2">
      {loading}
      {failed && !loading ? (
        <>
          <span role="alert">{failed}</span>
          <Action current testId="load-again" onClick={retry}>
            {t('tryAgain')}
          </Action>
        </>
      ) : null}
    </div>
  )
}
