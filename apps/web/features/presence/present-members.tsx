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

/** The faces of the colleagues who are at a conversation, too; on a phone there is room for the words alone. */
export function PresentFaces({ id }: { id: string }) {
  const others = useWhoIsHere((state) => othersAt(state, id))
  if (others.length === 0) return null
  return (
    <span
      aria-hidden
      data-testid="present-faces"
      className="flex shrink-0 items-center -space-x-1.5 pe-1 max-md:hidden rtl:space-x-reverse"
    >
      {others.slice(0, most).map((present) => (
        <Face key={present.memberId} present={present} />
      ))}
      {others.length > most ? (
        <span className="ps-2.5 text-meta text-ink-3 tabular-nums">+{others.length - most}</span>
      ) : null}
    </span>
  )
}

function Face({ present: { memberId, state } }: { present: Present }) {
  const t = useTranslations('presence')
  const teammate = useTeammate(memberId)
  if (!teammate) return null
  return (
    <span
      title={t.markup(state, { name: teammate.name, ...plain })}
      className="inline-flex rounded-full bg-thread p-0.5"
    >
      <Avatar id={memberId} name={teammate.name} className="size-6 text-[0.625rem]" />
    </span>
  )
}

/** What they do, in words: to the eye of the first of them, and whoever types comes before all who look. */
export function PresentWords({ id }: { id: string }) {
  const others = useWhoIsHere((state) => othersAt(state, id))
  const typist = useWhoIsHere((state) => typistAt(state, id))
  const first = typist ?? others[0]?.memberId
  if (!first) return null
  return (
    <>
      <Words key={id} memberId={first} isTyping={typist !== undefined} />
      <span data-testid="present" className="sr-only">
        {others.map((present) => (
          <Said key={present.memberId} present={present} />
        ))}
      </span>
    </>
  )
}

function Said({ present: { memberId, state } }: { present: Present }) {
  const t = useTranslations('presence')
  const name = useTeammate(memberId)?.name
  return name ? <span>{t.markup(state, { name, ...plain })} </span> : null
}

function Words({ memberId, isTyping }: { memberId: string; isTyping: boolean }) {
  const t = useTranslations('presence')
  const teammate = useTeammate(memberId)
  const first = teammate?.first
  useSaidOnce(isTyping && first ? t.markup('typing', { name: first, ...plain }) : null)
  if (!first) return null
  return (
    <span
      aria-hidden
      data-testid="present-words"
      className="flex min-w-0 shrink-0 items-center gap-1 text-meta text-ink-2 max-md:shrink"
    >
      <Avatar id={memberId} name={teammate.name} className="size-4 text-[0.5rem] md:hidden" />
      <span className="min-w-0 truncate">
        {t.rich(isTyping ? 'typing' : 'looking', { name: first, ...isolated })}
      </span>
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
