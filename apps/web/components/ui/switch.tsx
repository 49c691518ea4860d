'use client'
import { Switch as Radix } from 'radix-ui'
import { useId, type ReactNode } from 'react'

interface Props {
  label: string
  hint?: ReactNode
  checked: boolean
  onCheckedChange: (checked: boolean) => void
}

/** A labelled on-off switch; the whole row is the label. */
export function Switch({ label, hint, ...props }: Props) {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-4">
      <label htmlFor={id} className="grid flex-1 gap-0.5">
        <span className="font-medium">{label}</span>
        {hint ? <span className="text-small text-ink-2">{hint}</span> : null}
      </label>
      <Radix.Root
        id={id}
        className="relative mt-0.5 flex h-5.5 w-9 shrink-0 items-center rounded-full bg-control px-0.75 transition-colors duration-(--d-quick) before:absolute before:-inset-3 data-[state=checked]:justify-end data-[state=checked]:bg-brand"
        {...props}
      >
        <Radix.Thumb className="block size-4 rounded-full bg-pop data-[state=checked]:bg-brand-ink" />
      </Radix.Root>
    </div>
  )
}
