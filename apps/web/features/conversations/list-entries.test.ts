import type { Conversation } from '@cloudpa/contracts/conversations'
import { expect, it } from 'vitest'
import { message } from '../messages/sample-message'
import { isLeftOver, listEntries, listOrder, nextToAnswer } from './list-entries'

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

it('puts first who must be answered though the list has not come to them, and nobody else from there', () => {
  const list = [conversation('amina', 0.1, 23.9, 'inbound')]
  const further = [conversation('jonas', 23.4, 0.6, 'inbound'), conversation('oliver', 26, -2, 'inbound')]
  expect(shown(listEntries(list, nowMs, further))).toEqual(['# answerFirst', 'jonas', '# today', 'amina'])
})

it('puts whose snooze is over behind those that close, wherever they stand, and whoever merely wrote not', () => {
  const back = (id: string, hoursAgo: number, returned: Conversation['returned']) => ({
    ...conversation(id, hoursAgo, 20, 'outbound'),
    returned,
  })
  const list = [
    conversation('amina', 0.1, 23.9, 'inbound'),
    back('wrote', 0.2, 'wrote'),
    back('tom', 50, 'snooze_over'),
  ]
  const further = [conversation('jonas', 23.4, 0.6, 'inbound'), back('deep', 500, 'snooze_over')]
  expect(shown(listEntries(list, nowMs, further))).toEqual([
    '# answerFirst',
    'jonas',
    'tom',
    'deep',
    '# today',
    'amina',
    'wrote',
  ])
})

it('keeps the order of what comes back or closes, and of the latter shows who closes by now', () => {
  const list = [conversation('b', 60, 0.6, 'inbound'), conversation('a', 0.1, 30, 'inbound')]
  expect(shown(listEntries(list, nowMs, [], 'snoozed'))).toEqual(['b', 'a'])
  expect(shown(listEntries(list, nowMs, [], 'closing'))).toEqual(['b'])
})

it('has whoever waits longest answered next, of those who can be written to', () => {
  const list = [
    conversation('amina', 0.1, 23.9, 'inbound'),
    conversation('answered', 23, 1, 'outbound'),
    conversation('priya', 4, 20, 'inbound'),
    conversation('too late', 26, -2, 'inbound'),
  ]
  expect(nextToAnswer(list, nowMs)?.id).toBe('priya')
  expect(nextToAnswer([...list, conversation('jonas', 23.4, 0.6, 'inbound')], nowMs)?.id).toBe('jonas')
  expect(nextToAnswer(list.slice(3), nowMs)).toBeUndefined()
})

it('is not all answered where a snooze is over or a reply never arrived', () => {
  const answered = conversation('answered', 1, 23, 'outbound')
  const lost = { ...answered, lastMessage: message(1, { direction: 'outbound', status: 'failed' }) }
  const back = { ...answered, returned: 'snooze_over' } as const
  expect([answered, lost, back].map(isLeftOver)).toEqual([false, true, true])
})
