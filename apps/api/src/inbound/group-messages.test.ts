import { expect, it } from 'vitest'
import { groupByConversation, latestTold, type InboundMessage } from './group-messages.js'

const message = (
  position: number,
  contactId: string,
  address: string,
  profileName?: string,
): InboundMessage => ({
  eventPosition: position,
  position,
  sid: `SM${position}`,
  sender: { orgId: 'org', chatAccountId: 'account', phone: address, userId: undefined },
  id: `${position}`,
  contactId,
  address,
  profileName,
  body: '',
  content: null,
  media: [],
})

const batch = [
  message(10, 'ann', '+1', 'Ann'),
  message(11, 'bob', '+2'),
  message(12, 'ann', '+1x', 'Ann Lee'),
  message(13, 'ann', '+1y'),
]

it('takes of each conversation its first and its latest message', () => {
  const { conversations, numbers } = groupByConversation(batch)
  expect(numbers).toEqual([1, 2, 1, 1])
  expect(conversations).toMatchObject([
    { contactId: 'ann', number: 1, firstPosition: 10, lastPosition: 13, address: '+1y', unread: 3 },
    { contactId: 'bob', number: 2, firstPosition: 11, lastPosition: 11, address: '+2', unread: 1 },
  ])
})

it('keeps one contact’s conversations on two numbers apart', () => {
  const [one] = batch as [InboundMessage]
  const elsewhere = { ...one, sender: { ...one.sender, chatAccountId: 'other' } }
  expect(groupByConversation([one, elsewhere]).numbers).toEqual([1, 2])
})

it('takes the last name that a contact told, and none where none was', () => {
  expect([...latestTold(batch).values()]).toEqual([
    { orgId: 'org', contactId: 'ann', name: 'Ann Lee', namePosition: 12, optOut: null, optPosition: 0 },
  ])
})

it('takes the last word on being written to, of whoever tells no name too', () => {
  const [, bob] = batch as [InboundMessage, InboundMessage]
  const said = (position: number, body: string) => ({ ...bob, position, body })
  const told = latestTold([said(20, 'Stop'), said(21, 'START'), said(22, 'Thanks')])
  expect(told.get('bob')).toMatchObject({ name: null, optOut: 'in', optPosition: 21 })
})
