import { MessageStatus } from '@cloudpa/db'
import { describe, expect, it } from 'vitest'
import { laterOf, lifeOfMessage, statusFromTwilio } from './message-status.js'

describe('the life of a message', () => {
  it('has the order of the database enum, which the merge in SQL relies on', () => {
    expect(Object.values(MessageStatus).filter((status) => status !== 'received')).toEqual([...lifeOfMessage])
  })

  it('ends the same in every order of callbacks', () => {
    const reports = ['sent', 'failed', 'delivered', 'read'] as const
    for (const order of permutations([...reports])) {
      expect(order.reduce(laterOf, 'queued' as (typeof lifeOfMessage)[number])).toBe('read')
    }
  })

  it.each([
    ['sent', 'failed', 'failed'],
    ['failed', 'delivered', 'delivered'],
    ['delivered', 'failed', 'delivered'],
    ['unconfirmed', 'sent', 'sent'],
  ] as const)('%s and %s make %s', (a, b, expected) => {
    expect(laterOf(a, b)).toBe(expected)
    expect(laterOf(b, a)).toBe(expected)
  })

  it.each(['huh', 'received', 'toString', '', undefined])('does not take %s for a status', (word) => {
    expect(statusFromTwilio(word)).toBeUndefined()
  })
})

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items]
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  )
}
