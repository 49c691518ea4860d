'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useAnnouncement } from '../../components/ui/announcer'
import { Avatar } from '../../components/ui/avatar'
import { isolated } from '../words/isolated'
import { useTeammate } from './use-teammate'
import { othersAt, typistAt, useWhoIsHere, type Present } from './who-is-here'

const most = 3
const plain = { b: (chunks: string) => chunks }

/** The faces of the colleagues who are at a conversation, too. */
export function PresentFaces({ id }: { id: string }) {
  const others = useWhoIsHere((state) => othersAt(state, id))
  if (others.length === 0) return null
  return (
    <span data-testid="present" className="flex shrink-0 items-center -space-x-1.5 pe-1 rtl:space-x-reverse">
      {others.slice(0, most).map((present) => (
        <Face key={present.memberId} present={present} />
      ))}
      {others.length > most ? (
        <span aria-hidden className="ps-2.5 text-meta text-ink-3 tabular-nums">
          +{others.length - most}
        </span>
      ) : null}
    </span>
  )
}

function Face({ present: { memberId, state } }: { present: Present }) {
  const t = useTranslations('presence')
  const teammate = useTeammate(memberId)
  if (!teammate) return null
  const says = t.markup(state, { name: teammate.name, ...plain })
  return (
    <span title={says} className="inline-flex rounded-full bg-thread p-0.5">
      <Avatar id={memberId} name={teammate.name} className="size-6 text-[0.625rem]" />
      <span className="sr-only">{says}</span>
    </span>
  )
}

/** What the first of them does, in words; whoever types comes before all who look. */
export function PresentWords({ id }: { id: string }) {
  const first = useWhoIsHere((state) => typistAt(state, id) ?? othersAt(state, id)[0]?.memberId)
  const isTyping = useWhoIsHere((state) => typistAt(state, id) !== undefined)
  return first ? <Words key={id} memberId={first} isTyping={isTyping} /> : null
}

function Words({ memberId, isTyping }: { memberId: string; isTyping: boolean }) {
  const t = useTranslations('presence')
  const teammate = useTeammate(memberId)
  const first = teammate?.first
  useSaidOnce(isTyping && first ? t.markup('typing', { name: first, ...plain }) : null)
  if (!first) return null
  return (
    // The faces beside it say the same to whoever listens.
    <span aria-hidden data-testid="present-words" className="min-w-0 truncate text-meta text-ink-2">
      {t.rich(isTyping ? 'typing' : 'looking', { name: first, ...isolated })}
    </span>
  )
}

/** Who types is announced once, however often they stop to think. */
function useSaidOnce(says: string | null) {
  const said = useRef(new Set<string>())
  useEffect(() => {
    if (!says || said.current.has(says)) return
    said.current.add(says)
    useAnnouncement.getState().announce(says)
  }, [says])
}
