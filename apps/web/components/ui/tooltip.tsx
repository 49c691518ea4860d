'use client'
import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Keys } from './keys'

export const TooltipProvider = Radix.Provider

interface Props {
  text: string
  /** The keys that do the same, as they are shown: `['E']`. */
  keys?: readonly string[] | undefined
  children: ReactNode
  side?: 'right' | 'bottom' | 'top'
}

/** The words behind an icon, for those who see; the trigger carries its own accessible name. */
export function Tooltip({ text, keys, children, side = 'bottom' }: Props) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex animate-fade items-center gap-2 rounded-ctl bg-ink px-2 py-1 text-meta text-canvas shadow-pop"
        >
          {text}
          {keys ? <Keys keys={keys} className="bg-canvas/20 text-inherit" /> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
