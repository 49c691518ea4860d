import { useId, type ComponentProps, type ReactNode } from 'react'
import { cx } from './cx'

const box =
  'w-full rounded-ctl border border-control bg-panel px-3 text-base text-ink outline-offset-0 md:text-ui ' +
  'aria-invalid:border-danger disabled:bg-inset disabled:text-ink-2'

interface About {
  label: string
  hint?: ReactNode
  error?: string | undefined
}

/** A labelled input; the error stands next to it in words and is tied to it for screen readers. */
export function Field({ label, hint, error, className, ...props }: ComponentProps<'input'> & About) {
  const id = useId()
  return (
    <Labelled id={id} label={label} hint={hint} error={error} className={className}>
      <input
        id={id}
        className={cx(box, 'h-11 md:h-10')}
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
      <select id={id} className={cx(box, 'h-11 md:h-10')} {...props} />
    </Labelled>
  )
}

interface LabelledProps extends About {
  id: string
  className: string | undefined
  children: ReactNode
}

function Labelled({ id, label, hint, error, className, children }: LabelledProps) {
  return (
    <div className={cx('grid gap-1.5', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      <Notes id={id} hint={hint} error={error} />
    </div>
  )
}

function Notes({ id, hint, error }: { id: string; hint: ReactNode; error: string | undefined }) {
  if (error) {
    return (
      <p id={`${id}-error`} role="alert" className="text-meta text-danger">
        {error}
      </p>
    )
  }
  return hint ? (
    <p id={`${id}-hint`} className="text-meta text-ink-2">
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
