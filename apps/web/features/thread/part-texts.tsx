import type { Message } from '@cloudpa/contracts/messages'
import type { ReactNode } from 'react'
import { cx } from '../../components/ui/cx'
import { MessageText } from '../messages/message-text'

interface Props {
  parts: readonly Message[]
  /** When it was said. */
  stamp: ReactNode
  /** Whether Tab comes to what can be followed in it. */
  current: boolean
}

/** A long text that left in parts, as one: a paragraph each, and those marked that did not arrive. */
export function PartTexts({ parts, stamp, current }: Props) {
  return parts.map((part, at) => {
    const failed = part.status === 'failed'
    return (
      <div
        key={part.id}
        // What is looked for is found in the part that says it.
        data-message-id={part.id}
        data-testid="part"
        data-status={part.status}
        tabIndex={-1}
        className={cx('outline-none', at > 0 && 'mt-3', failed && 'border-s-2 border-danger ps-2 text-ink-2')}
      >
        <div dir="auto" data-words className="whitespace-pre-wrap [overflow-wrap:anywhere]">
          <MessageText text={part.content.body} tabIndex={current ? 0 : -1} />
          {at === parts.length - 1 ? stamp : null}
        </div>
      </div>
    )
  })
}
