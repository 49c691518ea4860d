'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useAnnouncement } from '../../components/ui/announcer'
import { useTeammate } from '../presence/use-teammate'
import { collisionAt, type Collision } from '../presence/who-is-here'
import { isolated } from '../words/isolated'
import { AskBand } from './ask-band'

/** Asks once before an answer goes out beside a colleague's. */
export function useCollision(id: string, text: string) {
  const [asked, setAsked] = useState<{ text: string; isDone: boolean; collision: Collision } | null>(null)
  // The same words typed again later are about something else.
  const isOver = asked !== null && asked.text !== text
  if (isOver) setAsked(null)
  return {
    /** What it is about, until the text changes or goes out. */
    collision: isOver ? null : (asked?.collision ?? null),
    /** Whether it was asked of who wanted to be done, too. */
    isDone: asked?.isDone ?? false,
    /** Whether the text has to wait for an answer; asked again, it goes unless something else came meanwhile. */
    ask(isDone: boolean): boolean {
      const collision = collisionAt(id)
      if (collision) setAsked({ text, isDone, collision })
      return collision !== null
    },
  }
}

/** Who answered just now or is about to, and the way to send one's own all the same. */
export function CollisionBand({ collision, onSend }: { collision: Collision; onSend: () => void }) {
  const { kind, memberId, seconds } = collision
  const t = useTranslations('presence')
  const name = useTeammate(memberId)?.first ?? t('someone')
  const key = kind === 'typing' ? 'answers' : 'answered'
  const says = t.markup(key, { name, seconds, b: (chunks) => chunks })
  useEffect(() => useAnnouncement.getState().announce(says), [says])
  return (
    <AskBand testId="collision-band" look="bg-inset text-ink-2" onSend={onSend}>
      {t.rich(key, { name, seconds, ...isolated })}
    </AskBand>
  )
}
