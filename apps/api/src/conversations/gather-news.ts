import type { Conversation } from '@cloudpa/contracts/conversations'
import type { LiveEvent } from '@cloudpa/contracts/events'
import type { Message } from '@cloudpa/contracts/messages'
import type { Note } from '@cloudpa/contracts/notes'
import { loadNotes, type NoteKey } from '../notes/read-notes.js'
import { readEvents, type AskOrgs, type OrgEvent } from '../events/read-events.js'
import { frameOf, type Frame, type LiveStream } from '../realtime/live-stream.js'
import { loadChanged, type Changed } from './load-changed.js'

/** Beyond this, loading what is on a screen costs less than hearing it all. */
const maxTold = 500
/** Events of all orgs together; those beyond it have their turn next. */
const maxGathered = 1_000

/** What an org's streams are to be told: those that are too far behind to load again, the others the frames. */
export interface OrgNews {
  /** The number of the org's latest event. */
  head: number
  lost: LiveStream[]
  following: LiveStream[]
  frames: Frame[]
}

/**
 * Loads what happened in orgs since their streams heard of it: of all orgs together, by as many queries as of one.
 * @param listening by org, the streams to be told
 * @returns by org; where too much has happened at once, not of all of them
 */
export async function gatherNews(
  ask: AskOrgs,
  listening: Map<string, LiveStream[]>,
): Promise<Map<string, OrgNews>> {
  const heard = new Map(
    [...listening].map(([orgId, streams]) => [orgId, Math.min(...streams.map(({ seq }) => seq))]),
  )
  const gathered = new Map<string, OrgNews>()
  const untold = new Map<string, OrgEvent[]>()
  let count = 0
  for (const [orgId, { head, events }] of await readEvents(ask, heard, maxTold)) {
    count += events.length
    if (gathered.size > 0 && count > maxGathered) break
    const streams = listening.get(orgId) ?? []
    const first = keptFrom(events) ?? head + 1
    // Behind what is kept or is worth telling; or ahead of it, after an older backup was restored.
    const lost = streams.filter(({ seq }) => seq + 1 < first || seq > head)
    const following = streams.filter((stream) => !lost.includes(stream) && stream.seq < head)
    const from = Math.min(...following.map(({ seq }) => seq))
    untold.set(
      orgId,
      events.filter(({ seq }) => seq > from),
    )
    gathered.set(orgId, { head, lost, following, frames: [] })
  }
  for (const [orgId, frames] of await loadFrames(ask, untold)) {
    const news = gathered.get(orgId)
    if (news) news.frames = frames
  }
  return gathered
}

/** What the events are about, as it is now: each message and conversation once, under the number of its last event. */
async function loadFrames(ask: AskOrgs, events: Map<string, OrgEvent[]>): Promise<Map<string, Frame[]>> {
  const [{ messages, conversations }, notes] = await Promise.all([
    loadChanged(ask, changedBy(events)),
    loadNotes(ask, notesOf(events)),
  ])
  return new Map(
    [...events].map(([orgId, ofOrg]): [string, Frame[]] => [
      orgId,
      framesOf(ofOrg, {
        messages: messages.filter((found) => found.orgId === orgId).map(({ message }) => message),
        conversations: conversations
          .filter((found) => found.orgId === orgId)
          .map(({ conversation }) => conversation),
        notes: notes.filter((found) => found.orgId === orgId).map(({ note }) => note),
      }),
    ]),
  )
}

/** What the events are about, each once: their messages, and all their conversations. */
function changedBy(events: Map<string, OrgEvent[]>): Changed[] {
  return [...events].flatMap(([orgId, ofOrg]) => {
    const about = new Map<string, Changed>()
    for (const { kind, conversationId, messageId } of ofOrg) {
      if (conversationId === null || kind === 'scheduled') continue
      about.set(conversationId, { orgId, conversationId, messageId: null })
      if (messageId !== null) about.set(messageId, { orgId, conversationId, messageId })
    }
    return [...about.values()]
  })
}

/** The notes that the events are about, each once. */
function notesOf(events: Map<string, OrgEvent[]>): NoteKey[] {
  return [...events].flatMap(([orgId, ofOrg]) =>
    [...new Set(ofOrg.flatMap(({ noteId }) => noteId ?? []))].map((noteId) => ({ orgId, noteId })),
  )
}

interface Told {
  messages: Message[]
  conversations: Conversation[]
  notes: Note[]
}

/** An org's events as frames, in the order in which they happened. */
function framesOf(events: OrgEvent[], { messages, conversations, notes }: Told): Frame[] {
  const conversationSeqs = lastSeqs(events, ({ kind, conversationId }) =>
    kind === 'scheduled' ? null : conversationId,
  )
  const messageSeqs = lastSeqs(events, ({ messageId }) => messageId)
  const byId = new Map(conversations.map((conversation) => [conversation.id, conversation]))
  const told: [seq: number, event: LiveEvent, memberId?: string | null][] = []
  for (const message of messages) {
    const conversation = byId.get(message.conversationId)
    const seq = messageSeqs.get(message.id)
    if (!conversation || seq === undefined) continue
    told.push([seq, { type: 'message', message, conversation }])
    // A message brings its conversation along.
    if (conversationSeqs.get(conversation.id) === seq) conversationSeqs.delete(conversation.id)
  }
  for (const [id, seq] of conversationSeqs) {
    const conversation = byId.get(id)
    if (conversation) told.push([seq, { type: 'conversation', conversation }])
  }
  for (const note of notes) {
    for (const [seq, memberId] of hearersOf(events.filter(({ noteId }) => noteId === note.id))) {
      told.push([seq, { type: 'note', note }, memberId])
    }
  }
  for (const [conversationId, seq] of lastSeqs(events, ({ kind, conversationId: id }) =>
    kind === 'scheduled' ? id : null,
  ))
    told.push([seq, { type: 'scheduled', conversationId }])
  const numbers = events.findLast(({ kind }) => kind === 'chat-account')
  if (numbers) told.push([numbers.seq, { type: 'chat-accounts' }])
  const labels = events.findLast(({ kind }) => kind === 'label')
  if (labels) told.push([labels.seq, { type: 'labels' }])
  const templates = events.findLast(({ kind }) => kind === 'template')
  if (templates) told.push([templates.seq, { type: 'templates' }])
  for (const [seq, memberId] of hearersOf(events.filter(({ kind }) => kind === 'view'))) {
    told.push([seq, { type: 'views' }, memberId])
  }
  for (const [id, seq] of lastSeqs(events, ({ kind, contactId }) => (kind === 'contact' ? contactId : null)))
    told.push([seq, { type: 'contacts', id }])
  const contacts = events.findLast(({ kind, contactId }) => kind === 'contact' && contactId === null)
  if (contacts) told.push([contacts.seq, { type: 'contacts' }])
  return told
    .toSorted(([one], [other]) => one - other)
    .map(([seq, event, memberId]) => frameOf(event, seq, memberId))
}

/** From which event on all are there: in the midst of pruning some of the oldest may be, without those behind them. */
function keptFrom(events: OrgEvent[]): number | undefined {
  const gap = events.findLastIndex(({ seq }, at) => at > 0 && events[at - 1]?.seq !== seq - 1)
  return events[Math.max(gap, 0)]?.seq
}

/** Who hears of one thing, everybody or those members whose matter alone it is, with the number of the last event. */
function hearersOf(events: OrgEvent[]): [seq: number, memberId: string | null][] {
  const last = events.at(-1)
  if (last && events.some(({ memberId }) => memberId === null)) return [[last.seq, null]]
  return [...lastSeqs(events, ({ memberId }) => memberId)].map(([memberId, seq]) => [seq, memberId])
}

/** The number of the last event about each thing. */
function lastSeqs(events: OrgEvent[], idOf: (event: OrgEvent) => string | null): Map<string, number> {
  return new Map(
    events.flatMap((event) => {
      const id = idOf(event)
      return id === null ? [] : [[id, event.seq] as const]
    }),
  )
}
