'use client'
import type { ConversationFilter } from '@cloudpa/contracts/conversations'
import type { ComponentProps } from 'react'
import { listHref, openList } from './open-conversation'

/** A link to a list, shown at once; a modified click keeps its meaning. */
export function FilterLink({
  filter,
  children,
  ...props
}: ComponentProps<'a'> & { filter: ConversationFilter }) {
  return (
    <a
      href={listHref(filter)}
      onClick={(event) => {
        const { metaKey, ctrlKey, shiftKey, altKey, button } = event
        if (metaKey || ctrlKey || shiftKey || altKey || button !== 0) return
        event.preventDefault()
        openList(filter)
      }}
      {...props}
    >
      {children}
    </a>
  )
}
