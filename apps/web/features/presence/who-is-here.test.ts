import type { Message } from '@cloudpa/contracts/messages'
import { beforeEach, expect, it } from 'vitest'
import { applyConversation } from '../live/conversation-store'
import { conversation } from '../live/sample-conversation'
import { message } from '../messages/sample-message'
import {
  beMember,
  collisionAt,
  hearAnswers,
  hearPresence,
  othersAt,
  typistAt,
  useWhoIsHere,
} from './who-is-here'

let count = 0
let id = ''
beforeEach(() => {
  id = `chat-${++count}`
  beMember('me')
  applyConversation(conversation(id, 10))
  hearPresence({ type: 'presence', all: true, conversations: [] })
})

const is = (...members: [memberId: string, state: 'looking' | 'typing'][]) =>
  hearPresence({
    type: 'presence',
    all: false,
    conversations: [
      { conversationId: id, members: members.map(([memberId, state]) => ({ memberId, state })) },
    ],
  })
const sends = (position: number, author: Message['author'], atMs: number, heardMs = atMs) =>
  hearAnswers(
    [
      {
        type: 'message',
        message: message(position, {
          id: `${id}-${position}`,
          conversationId: id,
          direction: 'outbound',
          author,
          occurredAt: new Date(atMs).toISOString(),
        }),
        conversation: conversation(id, position),
      },
    ],
    heardMs,
  )
const ana = { kind: 'member', id: 'ana' } as const

it('knows who else is there, and not oneself on another screen', () => {
  is(['me', 'typing'], ['ana', 'looking'], ['tom', 'typing'])
  const state = useWhoIsHere.getState()
  expect(othersAt(state, id).map(({ memberId }) => memberId)).toEqual(['ana', 'tom'])
  expect(typistAt(state, id)).toBe('tom')
  is(['me', 'typing'])
  expect(othersAt(useWhoIsHere.getState(), id)).toEqual([])
  expect(collisionAt(id, 0)).toBeNull()
})

it('warns once of each answer of a colleague, for five seconds', () => {
  sends(11, ana, 1_000)
  expect(collisionAt(id, 4_000)).toEqual({ kind: 'answered', memberId: 'ana', seconds: 3 })
  expect(collisionAt(id, 4_100)).toBeNull()
  sends(12, ana, 4_200)
  expect(collisionAt(id, 4_300)).toMatchObject({ kind: 'answered', seconds: 1 })
  sends(13, ana, 5_000)
  expect(collisionAt(id, 10_001)).toBeNull()
})

it('warns of nothing that was answered long before it was heard, whatever the clocks say', () => {
  sends(11, ana, 1_000, 61_000)
  // This clock is a minute ahead from here on, as far as anything shows.
  sends(12, ana, 5_000, 8_605_000)
  expect(collisionAt(id, 8_605_001)).toBeNull()
  sends(13, ana, 8_600_000, 8_600_000)
  expect(collisionAt(id, 8_600_100)).toMatchObject({ kind: 'answered', seconds: 1 })
})

it('warns of nothing that one sent oneself, a program did, or that was known before', () => {
  sends(11, { kind: 'member', id: 'me' }, 0)
  sends(12, { kind: 'api_key', id: 'script' }, 0)
  sends(13, { kind: 'customer' }, 0)
  sends(10, ana, 0)
  sends(3, ana, 0)
  expect(collisionAt(id, 1)).toBeNull()
})

it('warns once each time that somebody types, and of all there is at once', () => {
  is(['ana', 'typing'])
  expect(collisionAt(id, 0)).toMatchObject({ kind: 'typing', memberId: 'ana' })
  is(['ana', 'typing'], ['tom', 'looking'])
  expect(collisionAt(id, 0)).toBeNull()
  is(['ana', 'looking'], ['tom', 'looking'])
  sends(11, ana, 0)
  is(['ana', 'typing'], ['tom', 'looking'])
  expect(collisionAt(id, 0)).toMatchObject({ kind: 'answered', memberId: 'ana' })
  expect(collisionAt(id, 0)).toBeNull()
})
