'use client'
import { CloudOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { cx } from '../../components/ui/cx'
import { useConnectionState } from './connection-state'

/** A line that broke is mostly back before anybody needs to know. */
const patienceMs = 2_000

/** A thin bar over everything while live events are missing: at once where that is certain, and within three seconds where it is not. */
export function ConnectionBar() {
  const t = useTranslations('live')
  const { isOpen, isSilent, isOffline } = useConnectionState()
  const late = useLate(!isOpen)
  const shown = isOffline || (!isOpen && (isSilent || late))
  return (
    <div role="status">
      {shown ? (
        <p
          data-testid="connection-bar"
          className={cx(
            'flex min-h-8 animate-fade items-center justify-center gap-2 px-3 py-1.5 text-center text-small',
            // What mends itself is said more quietly than what needs the reader.
            isOffline ? 'bg-ink text-panel dark:bg-inset dark:text-ink' : 'bg-inset text-ink-2',
          )}
        >
          {isOffline ? (
            <CloudOff size={14} strokeWidth={2} aria-hidden className="shrink-0" />
          ) : (
            <span
              aria-hidden
              className="size-3.5 shrink-0 animate-spin rounded-full border-2 border-control border-t-ink-2"
            />
          )}
          {isOffline ? t('offline') : t('connecting')}
        </p>
      ) : null}
    </div>
  )
}

/** Whether something has been so for longer than patience lasts. */
function useLate(is: boolean) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!is) return
    const timer = setTimeout(() => setLate(true), patienceMs)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [is])
  return late
}
