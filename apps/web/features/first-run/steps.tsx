'use client'
import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Children, type ReactNode } from 'react'
import { cx } from '../../components/ui/cx'

/** What has to happen, in order. */
export function Steps({ children }: { children: ReactNode }) {
  return (
    <ol>
      {Children.toArray(children).map((step, index, all) => (
        <li key={index} className={cx('relative', index < all.length - 1 && 'pb-6')}>
          {index < all.length - 1 ? (
            <span aria-hidden className="absolute start-[0.6875rem] top-7 bottom-1 w-px bg-line" />
          ) : null}
          {step}
        </li>
      ))}
    </ol>
  )
}

interface StepProps {
  title: string
  /** `later` is not said yet, so it is dashed. */
  state: 'done' | 'open' | 'waiting' | 'later'
  children: ReactNode
}

export function Step({ title, state, children }: StepProps) {
  const t = useTranslations('firstRun')
  return (
    <section className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
      <span
        aria-hidden
        className={cx(
          'grid size-6 place-items-center rounded-full',
          state === 'done' && 'bg-unread-soft text-unread',
          state === 'open' && 'bg-brand',
          state === 'waiting' && 'animate-spin border-2 border-line border-t-ink-2',
          state === 'later' && 'border-[1.5px] border-dashed border-control',
        )}
      >
        {state === 'done' ? <Check size={14} strokeWidth={2} /> : null}
        {state === 'open' ? <span className="size-1.5 rounded-full bg-brand-ink" /> : null}
      </span>
      <div className="grid gap-2 pt-0.5">
        <h3 className={cx('font-semibold', state === 'later' && 'text-ink-2')}>
          {title}
          {state === 'done' ? <span className="sr-only">{t('done')}</span> : null}
        </h3>
        <div className="grid justify-items-start gap-3 text-ink-2 *:max-w-full">{children}</div>
        {state === 'waiting' ? (
          <p role="status" className="text-small text-ink-2">
            {t('waitingForMessage')}
          </p>
        ) : null}
      </div>
    </section>
  )
}
