'use client'
import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Children, type ReactNode } from 'react'
import { cx } from '../../components/ui/cx'

/** What has to happen, in order. */
export function Steps({ children }: { children: ReactNode }) {
  return (
    <ol role="list" className="[counter-reset:step]">
      {Children.toArray(children).map((step, index, all) => (
        <li key={index} className={cx('relative [counter-increment:step]', index < all.length - 1 && 'pb-6')}>
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
  /** Of all steps one is `now`. `done` is folded to one line; `later` is not said yet, so it is dashed. */
  state: 'done' | 'now' | 'later'
  children: ReactNode
}

export function Step({ title, state, children }: StepProps) {
  const t = useTranslations('firstRun')
  return (
    <section
      aria-current={state === 'now' ? 'step' : undefined}
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3"
    >
      <span
        aria-hidden
        className={cx(
          'grid size-6 place-items-center rounded-full',
          state === 'done' && 'bg-ok-soft text-ok',
          state === 'now' && 'bg-brand text-meta font-semibold text-brand-ink before:content-[counter(step)]',
          state === 'later' && '[border:var(--dash)_var(--control)]',
        )}
      >
        {state === 'done' ? <Check size={14} strokeWidth={2} /> : null}
      </span>
      <div className={cx('pt-0.5', state === 'done' ? 'flex flex-wrap gap-x-2' : 'grid gap-2')}>
        <h3 className={cx('font-semibold', state === 'later' && 'text-ink-2')}>
          {title}
          {state === 'done' ? <span className="sr-only">{t('done')}</span> : null}
        </h3>
        <div
          className={cx(
            'text-ink-2 *:max-w-full',
            state !== 'done' && 'grid justify-items-start gap-3',
            state === 'later' && 'text-small',
          )}
        >
          {children}
        </div>
      </div>
    </section>
  )
}

/** Says that nothing has to be pressed: what is waited for comes by itself. */
export function Waiting() {
  const t = useTranslations('firstRun')
  return (
    <p role="status" className="flex items-center gap-2">
      <span aria-hidden className="size-4 animate-spin rounded-full border-2 border-line border-t-ink-2" />
      {t('waitingForMessage')}
    </p>
  )
}
