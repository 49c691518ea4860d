import { Check } from 'lucide-react'
import { useId } from 'react'
import { cx } from './cx'

interface Props<Value extends string> {
  legend: string
  /** What it is called; `lang` where that is in a language of its own. */
  options: readonly { value: Value; label: string; lang?: string }[]
  value: string
  onChoose: (value: Value) => void
  busy?: boolean
  className?: string
}

/** One of a few, each in full view; choosing it does it at once. */
export function RadioCards<Value extends string>({ legend, options, value, ...props }: Props<Value>) {
  const { onChoose, busy, className } = props
  const name = useId()
  return (
    <fieldset aria-busy={busy}>
      <legend className="mb-3 font-medium">{legend}</legend>
      <div className={cx('grid gap-2', className)}>
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              'relative flex min-h-12 cursor-pointer items-center rounded-ctl border px-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
              value === option.value ? 'border-ink bg-sel font-medium' : 'border-line hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChoose(option.value)}
              className="sr-only"
            />
            <bdi lang={option.lang} className="min-w-0 flex-1">
              {option.label}
            </bdi>
            {value === option.value ? (
              <Check size={16} strokeWidth={2} aria-hidden className="shrink-0" />
            ) : null}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
