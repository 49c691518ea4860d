'use client'
import { Tooltip as Radix } from 'radix-ui'
import type { RefObject } from 'react'
import { Adopted } from './adopted'
import { Keys } from './keys'

interface Props {
  id: string
  /** What it stands beside. */
  element: RefObject<HTMLElement | null>
  onOpenChange: (open: boolean) => void
  text: string
  keys?: readonly string[] | undefined
  side?: 'right' | 'bottom' | 'top'
}

/** The words that a Tooltip shows. */
export function TooltipBubble({ id, element, onOpenChange, text, keys, side = 'bottom' }: Props) {
  return (
    <Radix.Provider>
      <Radix.Root open onOpenChange={onOpenChange}>
        <Radix.Trigger asChild>
          <Adopted element={element} />
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            id={id}
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
    </Radix.Provider>
  )
}
