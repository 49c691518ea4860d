'use client'
import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

export const TooltipProvider = Radix.Provider

/** The words behind an icon, for those who see; the trigger carries its own accessible name. */
export function Tooltip({
  text,
  children,
  side = 'right',
}: {
  text: string
  children: ReactNode
  side?: 'right' | 'bottom'
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 animate-fade rounded-ctl bg-ink px-2 py-1 text-meta text-canvas shadow-pop"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
