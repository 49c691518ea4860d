import { expect, test } from 'vitest'
import type { ListedMessage } from '../twilio/twilio.client.js'
import { ofWay, placeListed } from './read-listed.js'

const at = (s: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, s))
const listed = (sid: string, change: Partial<ListedMessage> = {}): ListedMessage => ({
  sid,
  direction: 'inbound',
  from: 'whatsapp:+15005550006',
  to: 'whatsapp:+14155550001',
  status: 'received',
  body: 'Hello',
  numMedia: 0,
  dateCreated: at(0),
  dateSent: at(0),
  dateUpdated: at(0),
  errorCode: null,
  price: null,
  ...change,
})
const sids = (messages: ListedMessage[]) => messages.map(({ sid }) => sid)

test('messages of one second keep the order of the list, each at a place of its own', () => {
  const newestFirst = [
    listed('d', { dateSent: at(2) }),
    listed('c'),
    listed('b'),
    listed('a', { dateSent: null, dateCreated: at(0) }),
  ]
  const placed = placeListed(newestFirst)
  expect(placed.map((each) => each.listed.sid)).toEqual(['a', 'b', 'c', 'd'])
  const places = placed.map(({ position }) => position - at(0).getTime() * 1000)
  expect(places).toEqual([0, 1_000, 2_000, 2_000_000])
})

test('a thousand of one second stay within it', () => {
  const all = Array.from({ length: 1_000 }, (_, index) => listed(String(index)))
  expect(placeListed(all).at(-1)?.position).toBeLessThan(at(1).getTime() * 1000)
})

test('leaves out scheduled and canceled messages, and those without an address', () => {
  const sent = { direction: 'outbound-api', from: 'whatsapp:+14155550001', to: 'whatsapp:+15005550006' }
  const all = [
    listed('in'),
    listed('nobody', { from: null }),
    listed('out', { ...sent, status: 'sent' }),
    listed('later', { ...sent, status: 'scheduled' }),
    listed('never', { ...sent, status: 'canceled' }),
    listed('reply', { ...sent, direction: 'outbound-reply', status: 'delivered' }),
    listed('user', { from: 'whatsapp:US.1234' }),
  ]
  expect(sids(ofWay('inbound', all))).toEqual(['in', 'user'])
  expect(sids(ofWay('outbound', all))).toEqual(['out', 'reply'])
})
