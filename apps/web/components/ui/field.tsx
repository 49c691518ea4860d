import { useId, type ComponentProps, type ReactNode } from 'react'
import { cx } from './cx'

const box =
  'h-[max(2.25rem,var(--tap))] w-full rounded-ctl border border-control bg-panel px-3 text-reading text-ink md:text-ui ' +
  'focus:outline-(--focus) focus:outline-2 focus:-outline-offset-1 aria-invalid:border-danger ' +
  'disabled:bg-inset disabled:text-ink-2'

interface About {
  label: string
  /** Beside the label: a link that helps with this field. */
  aside?: ReactNode
  hint?: ReactNode
  error?: string | undefined
}

/** A labelled input; the error stands under it in words and is tied to it for screen readers. */
export function Field({ label, aside, hint, error, className, ...props }: ComponentProps<'input'> & About) {
  const id = useId()
  return (
    <Labelled id={id} label={label} aside={aside} hint={hint} error={error} className={className}>
      <input
        id={id}
        className={cx(box, 'read-only:bg-inset')}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
        {...props}
      />
    </Labelled>
  )
}

/** The platform's own select, which every phone and screen reader knows. */
export function SelectField({ label, hint, error, className, ...props }: ComponentProps<'select'> & About) {
  const id = useId()
  return (
    <Labelled id={id} label={label} hint={hint} error={error} className={className}>
      <select
        id={id}
        className={box}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
        {...props}
      />
    </Labelled>
  )
}

interface LabelledProps extends About {
  id: string
  className: string | undefined
  children: ReactNode
}

function Labelled({ id, label, aside, hint, error, className, children }: LabelledProps) {
  return (
    <div className={cx('grid gap-1', className)}>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {aside}
      </div>
      {children}
      <Notes id={id} hint={hint} error={error} />
    </div>
  )
}

function Notes({ id, hint, error }: { id: string; hint: ReactNode; error: string | undefined }) {
  if (error) {
    return (
      <p id={`${id}-error`} role="alert" className="mt-0.5 text-small text-danger">
        {error}
      </p>
    )
  }
  return hint ? (
    <p id={`${id}-hint`} className="mt-0.5 text-small text-ink-2">
      {hint}
    </p>
  ) : null
}

/** A failure that belongs to the whole form. */
export function FormError({ children }: { children: ReactNode }) {
  return children ? (
    <p role="alert" className="rounded-ctl bg-danger-soft px-3 py-2 text-danger">
      {children}
    </p>
  ) : null
}
