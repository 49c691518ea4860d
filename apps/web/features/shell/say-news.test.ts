import type { Conversation } from '@cloudpa/contracts/conversations'
import { createTranslator } from 'next-intl'
import { expect, it } from 'vitest'
import type { InboxEvent } from '../live/live-connection'
import { message, text } from '../messages/sample-message'
import en from '../words/messages/en'
import { sayNews } from './say-news'

const t = createTranslator({ locale: 'en', messages: en, namespace: 'messages' })
const conversation = { id: 'c1', contact: { name: 'Lucía' } } as Conversation
const told = (position: number, change: Parameters<typeof message>[1]): InboxEvent => ({
  type: 'message',
  message: message(position, change),
  conversation,
})
const inbound = (position: number) =>
  told(position, { direction: 'inbound', status: 'received', content: text(`Hello ${position}`) })
const say = (...events: InboxEvent[]) => sayNews(events, 'c1', t, () => '14:02')

it('tells one message with its words, and a burst as a burst', () => {
  expect(say(inbound(1))).toBe('Lucía, 14:02: Hello 1')
  expect(say(...[1, 2, 3, 4, 5].map(inbound))).toBe('5 new messages from Lucía. Latest: Hello 5')
})

it('tells what was not delivered beside it, and nothing of our own words or other threads', () => {
  const failed = told(2, { status: 'failed', error: null })
  expect(say(inbound(1), failed)).toMatch(/^Lucía, 14:02: Hello 1 Not delivered\./)
  expect(say(told(3, { status: 'read' }))).toBeNull()
  expect(sayNews([inbound(1)], 'another', t, () => '')).toBeNull()
})
