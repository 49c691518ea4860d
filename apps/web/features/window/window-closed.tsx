import type { Conversation } from '@cloudpa/contracts/conversations'
import { firstNameOf } from '../contacts/first-name'
import type { Window } from './window-time'

/** Stands where the composer was, and says why. */
export function WindowClosed({ conversation, window }: { conversation: Conversation; window: Window }) {
  const name = firstNameOf(conversation.contact)
  const everOpen = !window.open && window.everOpen
  return (
    <div
      data-testid="window-closed"
      role="status"
      className="border-t border-line bg-panel px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] text-center md:px-6"
    >
      <p className="font-medium">
        {everOpen
          ? `${name} wrote more than 24 hours ago, so WhatsApp only accepts a template now.`
          : `${name} has not written yet, so WhatsApp only accepts a template now.`}
      </p>
      <p className="text-ink-2">You can answer again as soon as {name} writes.</p>
    </div>
  )
}
