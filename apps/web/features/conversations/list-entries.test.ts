import type { Conversation } from '@cloudpa/contracts/conversations'
import { expect, it } from 'vitest'
import { message } from '../messages/sample-message'
import { listEntries, listOrder } from './list-entries'

const nowMs = new Date(2026, 10, 24, 14, 5).getTime()
const hourMs = 3_600_000

function conversation(id: string, hoursAgo: number, leftHours: number, direction: 'inbound' | 'outbound') {
  return {
    id,
    lastMessageAt: new Date(nowMs - hoursAgo * hourMs).toISOString(),
    windowExpiresAt: new Date(nowMs + leftHours * hourMs).toISOString(),
    lastMessage: message(1, { direction }),
  } as Conversation
}

const shown = (entries: ReturnType<typeof listEntries>) =>
  entries.map((entry) => ('heading' in entry ? `# ${entry.heading}` : entry.conversation.id))

it('puts whose window closes within two hours first, by what is left, and the rest under their days', () => {
  const list = [
    conversation('amina', 0.1, 23.9, 'inbound'),
    conversation('answered', 1, 1.2, 'outbound'),
    conversation('chiara', 22.6, 1.4, 'inbound'),
    conversation('jonas', 23.4, 0.6, 'inbound'),
    conversation('oliver', 26, -2, 'inbound'),
    conversation('ines', 70, -46, 'outbound'),
  ]
  expect(shown(listEntries(list, nowMs))).toEqual([
    '# answerFirst',
    'jonas',
    'chiara',
    '# today',
    'amina',
    'answered',
    '# yesterday',
    'oliver',
    '# earlier',
    'ines',
  ])
  expect(listOrder(list, nowMs).map(({ id }) => id)).toEqual([
    'jonas',
    'chiara',
    'amina',
    'answered',
    'oliver',
    'ines',
  ])
})

it('has no heading where all is from today and nothing is urgent', () => {
  const list = [conversation('amina', 0.1, 23.9, 'inbound'), conversation('wei', 3, 21, 'outbound')]
  expect(shown(listEntries(list, nowMs))).toEqual(['amina', 'wei'])
})
