'use client'
import { maxBodyLength } from '@cloudpa/contracts/send-limits'
import { useTranslations } from 'next-intl'
import { cx } from '../../components/ui/cx'

/** How many characters are left when the counter begins. */
export const counterFrom = 200

export function Counter({ left }: { left: number }) {
  const t = useTranslations('composer')
  if (left > counterFrom) return null
  return (
    <span
      id="composer-left"
      data-testid="composer-left"
      className={cx(
        'self-center px-2 text-meta tabular-nums',
        left < 0 ? 'font-medium text-danger' : 'text-ink-2',
      )}
    >
      {left < 0 ? t('tooMany', { count: -left }) : t('left', { count: left })}
    </span>
  )
}

/** In how many messages a text leaves that is too long for one; near the end of all that can leave, how much is left. */
export function PartsCounter({ length, left }: { length: number; left: number }) {
  const t = useTranslations('composer')
  if (left <= counterFrom) return <Counter left={left} />
  if (length <= maxBodyLength) return null
  return (
    <span
      id="composer-left"
      data-testid="composer-left"
      className="self-center px-2 text-meta text-ink-2 tabular-nums"
    >
      {t('parts', { count: Math.ceil(length / maxBodyLength) })}
    </span>
  )
}
