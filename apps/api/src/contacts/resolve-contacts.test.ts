import { describe, expect, it } from 'vitest'
import { phoneLockKey, phoneVariants } from './phone-variants.js'
import { resolveContacts, type KnownHandle, type Sender } from './resolve-contacts.js'

const sender = (phone?: string, userId?: string, chatAccountId = 'account'): Sender => ({
  orgId: 'org',
  chatAccountId,
  phone,
  userId,
})
const phone = (contactId: string, value: string, orgId = 'org'): KnownHandle => ({
  orgId,
  contactId,
  kind: 'phone',
  value,
  chatAccountId: null,
})

describe('phone variants', () => {
  it.each([
    ['Brazil with the ninth digit', '+5541988887777', '+554188887777'],
    ['Brazil without it', '+554188887777', '+5541988887777'],
    ['Mexico with the 1', '+5215512345678', '+525512345678'],
    ['Mexico without it', '+525512345678', '+5215512345678'],
    ['Argentina with the 9', '+5491112345678', '+541112345678'],
  ])('%s', (_, incoming, stored) => {
    expect(phoneVariants(incoming)).toContain(stored)
    expect(phoneLockKey(incoming)).toBe(phoneLockKey(stored))
  })

  it.each([
    ['a Brazilian landline', '+5541932345678', '+554132345678'],
    ['an Argentine landline', '+541112345678', '+5491112345678'],
    ['a Mexican number of twelve digits that starts with 1', '+521512345678', '+52512345678'],
  ])('leaves %s alone', (_, incoming, other) => {
    expect(phoneVariants(incoming)).not.toContain(other)
  })

  it.each(['+55', '+549', '+1'])('survives the partial number %s', (partial) => {
    expect(phoneVariants(partial)).toEqual([partial])
  })
})

describe('who wrote', () => {
  it('makes one contact for two first messages of one person, in whichever form', () => {
    const { contactIds, newContacts, newHandles } = resolveContacts(
      [sender('+5215512345678'), sender('+525512345678')],
      [],
    )
    expect(contactIds[0]).toBe(contactIds[1])
    expect(newContacts).toHaveLength(1)
    expect(newHandles).toHaveLength(1)
  })

  it('prefers the current form where both were stored', () => {
    const known = [phone('old', '+554188887777'), phone('new', '+5541988887777')]
    expect(resolveContacts([sender('+554188887777')], known).contactIds).toEqual(['new'])
  })

  it('joins a message by user id to the contact that had shown both', () => {
    const { contactIds, newContacts } = resolveContacts(
      [sender('+919745786257', 'IN.2081978709342942'), sender(undefined, 'IN.2081978709342942')],
      [],
    )
    expect(contactIds[0]).toBe(contactIds[1])
    expect(newContacts).toHaveLength(1)
  })

  it('learns the phone of a contact known by user id only', () => {
    const known: KnownHandle[] = [
      { orgId: 'org', contactId: 'maria', kind: 'user_id', value: 'US.1', chatAccountId: 'account' },
    ]
    const { contactIds, newHandles } = resolveContacts([sender('+14155550001', 'US.1')], known)
    expect(contactIds).toEqual(['maria'])
    expect(newHandles).toMatchObject([{ contactId: 'maria', kind: 'phone', value: '+14155550001' }])
  })

  it('keeps user ids apart between numbers, and phones apart between orgs', () => {
    const known: KnownHandle[] = [
      { orgId: 'org', contactId: 'maria', kind: 'user_id', value: 'US.1', chatAccountId: 'other account' },
      phone('stranger', '+14155550001', 'other org'),
    ]
    const { contactIds } = resolveContacts([sender(undefined, 'US.1'), sender('+14155550001')], known)
    expect(contactIds).not.toContain('maria')
    expect(contactIds).not.toContain('stranger')
  })
})

describe('two contacts that turn out to be one person', () => {
  const uid = 'PT.1'
  const knownUserId = (contactId: string): KnownHandle => ({
    orgId: 'org',
    contactId,
    kind: 'user_id',
    value: uid,
    chatAccountId: 'account',
  })
  const both = sender('+351912000111', uid)

  it('are told of where both were known, and the phone decides whose the message is', () => {
    const { contactIds, onePersons, newHandles } = resolveContacts(
      [both, sender(undefined, uid)],
      [phone('ana', '+351912000111'), knownUserId('jo')],
    )
    expect(contactIds).toEqual(['ana', 'jo'])
    expect(newHandles).toEqual([])
    expect(onePersons).toMatchObject([{ userId: uid, phoneContactId: 'ana', userIdContactId: 'jo' }])
  })

  it.each<[string, Sender[], KnownHandle[]]>([
    ['neither was known', [sender('+351912000111'), sender(undefined, uid), both], []],
    ['the phone was known', [sender(undefined, uid), both], [phone('ana', '+351912000111')]],
    ['the user id was known', [sender('+351912000111'), both, sender(undefined, uid)], [knownUserId('jo')]],
  ])('are one at once where %s', (_, senders, known) => {
    const { contactIds, newContacts, newHandles, onePersons } = resolveContacts(senders, known)
    expect(new Set(contactIds).size).toBe(1)
    expect(newContacts).toHaveLength(known.length === 0 ? 1 : 0)
    expect(new Set(newHandles.map(({ contactId }) => contactId))).toEqual(new Set(contactIds))
    expect(onePersons).toEqual([])
  })
})
