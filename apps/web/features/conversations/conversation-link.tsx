'use client'
import type { ComponentProps } from 'react'
import { hrefOf, openConversation, useFilter } from './open-conversation'

/**
 * A link that opens a conversation at once, from what is already loaded. A modified click keeps its meaning: a new tab
 * opens the same conversation by its address.
 */
export function ConversationLink({ id, children, ...props }: ComponentProps<'a'> & { id: string }) {
  const filter = useFilter()
  return (
    <a
      href={hrefOf(id, filter)}
      onClick={(event) => {
        const { metaKey, ctrlKey, shiftKey, altKey, button } = event
        if (metaKey || ctrlKey || shiftKey || altKey || button !== 0) return
        event.preventDefault()
        openConversation(id, 'composer')
      }}
      {...props}
    >
      {children}
    </a>
  )
}
