'use client'
import type { Mention, MentionList, Note } from '@cloudpa/contracts/notes'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useRef } from 'react'
import { dismissToast, isCornerTaken, toast } from '../../client/toast'
import { useAnnouncement } from '../../components/ui/announcer'
import { useOpenId } from '../conversations/open-conversation'
import { onNote } from '../live/apply-live-events'
import { askMentions, mentionsKey, seeMentions, takeMentions, useMentions } from '../notes/mentions'
import { shareNotes } from '../notes/write-note'
import { useGoTo } from '../search/go-to'
import { isolate } from '../words/isolated'

const noteToast = (id: string) => `mention ${id}`

/** Keeps notes and mentions in step for one person: what waits to be written, and who asked for them. */
export function KeepNotes({ owner, memberId }: { owner: string; memberId: string | null }) {
  const client = useQueryClient()
  const { data } = useQuery({ queryKey: mentionsKey, queryFn: askMentions, enabled: memberId !== null })
  useEffect(() => shareNotes(owner), [owner])
  useTellOfMentions(data)
  useSayNotes(memberId)
  useSeeing()
  useEffect(() => {
    if (memberId === null) return
    // Also where one of them was changed or deleted, and names nobody any more, or where they saw it elsewhere.
    return onNote((note) => {
      const list = client.getQueryData<MentionList>(mentionsKey)
      const isListed = list?.items.some((one) => one.note.id === note.id)
      const isNamed = note.mentions.some((mention) => mention.memberId === memberId)
      if (isListed || isNamed) void client.invalidateQueries({ queryKey: mentionsKey })
    })
  }, [client, memberId])
  return null
}

/** Says of each that came that somebody waits, but for what is open: that shows it. */
function useTellOfMentions(data: MentionList | undefined): void {
  const t = useTranslations('notes')
  const goTo = useGoTo()
  const openId = useOpenId()
  const known = useRef<Set<string> | null>(null)
  const told = useRef(new Set<string>())
  const tell = useEffectEvent(({ note, contact }: Mention) => {
    const { id, conversationId, author } = note
    if (conversationId === openId) return
    const says = t('named', { by: isolate(author.name), name: isolate(contact.name) })
    // What one just did may be taken back only now; the row's mark waits.
    if (isCornerTaken()) return useAnnouncement.getState().announce(says)
    told.current.add(id)
    void toast('message', says, { label: t('look'), onClick: () => goTo(conversationId, id) }, noteToast(id))
  })
  useEffect(() => {
    if (!data) return
    takeMentions(data)
    // Whoever was away is told of the newest alone; the rows show where the others are.
    const news = known.current
      ? data.items.filter(({ note }) => !known.current?.has(note.id))
      : data.items.filter(({ seen }) => !seen).slice(0, 1)
    for (const mention of news) if (!mention.seen) tell(mention)
    for (const mention of data.items) {
      const { id } = mention.note
      // The library of toasts is not fetched to put away what was never said.
      if (mention.seen && told.current.delete(id)) void dismissToast(noteToast(id))
    }
    known.current = new Set(data.items.map(({ note }) => note.id))
  }, [data])
}

/** What a screen reader is told: another one's note in the conversation that is open. */
function useSayNotes(memberId: string | null): void {
  const t = useTranslations('notes')
  const openId = useOpenId()
  const said = useRef(new Set<string>())
  const say = useEffectEvent((note: Note) => {
    const isOwn = note.author.id === memberId
    if (isOwn || note.conversationId !== openId || note.revision > 1 || said.current.has(note.id)) return
    said.current.add(note.id)
    useAnnouncement
      .getState()
      .announce(t('announce', { name: isolate(note.author.name), says: isolate(note.body) }))
  })
  useEffect(() => onNote(say), [])
}

/** What is open and looked at is seen. */
function useSeeing(): void {
  const openId = useOpenId()
  const isNamed = useMentions(({ unseen }) => openId !== null && unseen.has(openId))
  useEffect(() => {
    if (!openId || !isNamed) return
    const see = () => {
      if (document.visibilityState !== 'visible') return
      seeMentions(openId).catch((error: unknown) => console.warn('A mention stays unseen.', error))
    }
    see()
    document.addEventListener('visibilitychange', see)
    return () => document.removeEventListener('visibilitychange', see)
  }, [openId, isNamed])
}
