'use client'
import type { ComponentProps } from 'react'
import type { ListName } from '../live/conversation-filters'
import { listHref, openList } from './open-conversation'

/** A link to a list, shown at once; a modified click keeps its meaning. */
export function FilterLink({ filter, children, ...props }: ComponentProps<'a'> & { filter: ListName }) {
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
