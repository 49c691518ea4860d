import { ChevronDown } from 'lucide-react'
import { useId, type ComponentProps, type ReactNode } from 'react'
import { cx } from './cx'

const box =
  'h-[max(2.25rem,var(--tap))] w-full rounded-ctl border border-control bg-panel px-3 text-reading text-ink md:text-ui ' +
  'focus:outline-(--focus) focus:outline-2 focus:-outline-offset-1 aria-invalid:border-danger'

interface About {
  label: string
  /** Beside the label: a link that helps with this field. */
  aside?: ReactNode
  hint?: ReactNode
  error?: string | undefined
}

interface FieldProps extends ComponentProps<'input'>, About {
  /** A square button inside the box, at its end. */
  end?: ReactNode
}

/** A labelled input; the error stands under it in words and is tied to it for screen readers. */
export function Field({ label, aside, hint, error, className, end, ...props }: FieldProps) {
  const id = useId()
  return (
    <Labelled id={id} label={label} aside={aside} hint={hint} error={error} className={className}>
      {/* The end is where what is typed ends, whichever way the page reads. */}
      <div dir={props.dir} className="relative grid items-center">
        <input
          id={id}
          className={cx(box, 'read-only:bg-inset', end && 'pe-[calc(var(--tap)+0.25rem)]')}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
          {...props}
        />
        {end ? <div className="absolute end-0.5 grid">{end}</div> : null}
      </div>
    </Labelled>
  )
}

/** The same of several lines, which grows with what is written. */
export function TextField({ label, hint, error, className, ...props }: ComponentProps<'textarea'> & About) {
  const id = useId()
  return (
    <Labelled id={id} label={label} hint={hint} error={error} className={className}>
      <textarea
        id={id}
        className={cx(box, 'field-sizing-content h-auto max-h-[40dvh] min-h-24 resize-none py-2')}
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
      <div className="relative grid">
        <select
          id={id}
          className={cx(box, 'appearance-none pe-9')}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
          {...props}
        />
        <ChevronDown
          size={16}
          strokeWidth={2}
          aria-hidden
          className="pointer-events-none absolute end-3 self-center text-ink-2"
        />
      </div>
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
        {/* As high as a finger needs it, at no cost to the line. */}
        {aside ? <div className="-my-3">{aside}</div> : null}
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
