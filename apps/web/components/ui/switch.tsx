'use client'
import { Switch as Radix } from 'radix-ui'
import { useId, type ReactNode } from 'react'

interface Props {
  label: string
  hint?: ReactNode
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  disabled?: boolean
}

/** A labelled on-off switch; the whole row is the label. */
export function Switch({ label, hint, ...props }: Props) {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-4">
      <label htmlFor={id} className="grid flex-1 gap-0.5">
        <span className="font-medium">{label}</span>
        {hint ? <span className="text-meta text-ink-2">{hint}</span> : null}
      </label>
      <Radix.Root
        id={id}
        className="relative mt-0.5 h-6 w-10 shrink-0 rounded-full bg-control transition-colors duration-100 before:absolute before:-inset-2.5 data-[state=checked]:bg-brand"
        {...props}
      >
        <Radix.Thumb className="block size-5 translate-x-0.5 rounded-full bg-panel transition-transform duration-100 data-[state=checked]:translate-x-[1.125rem]" />
      </Radix.Root>
    </div>
  )
}
