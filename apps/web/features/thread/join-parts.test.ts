import { describe, expect, it } from 'vitest'
import { message } from '../messages/sample-message'
import { joinParts, leastOf } from './join-parts'
import { threadEntries } from './thread-entries'

const part = (position: number, number: number, of = 'm1') =>
  message(position, { part: { of, number, count: 3 } })
const unknown = { messages: [], notes: [] }
const shown = (...items: ReturnType<typeof message>[]) =>
  threadEntries(items, unknown).map(({ parts, message: first }) => parts?.map(({ id }) => id) ?? first?.id)

describe('parts of a long text', () => {
  it('beside each other are one, in their order', () => {
    expect(shown(message(0), part(1, 1), part(2, 2), part(3, 3), message(4))).toEqual([
      'm0',
      ['m1', 'm2', 'm3'],
      'm4',
    ])
  })

  it('of two texts are two', () => {
    expect(shown(part(1, 1), part(2, 2), part(3, 1, 'm3'), part(4, 2, 'm3'))).toEqual([
      ['m1', 'm2'],
      ['m3', 'm4'],
    ])
  })

  it('that a customer wrote between stay apart', () => {
    expect(shown(part(1, 1), message(2, { direction: 'inbound' }), part(3, 2))).toEqual(['m1', 'm2', 'm3'])
  })

  it('are where the last of them is, by the key of the first', () => {
    const [whole] = threadEntries([{ ...part(1, 1), clientId: 'mine' }, part(2, 2)], unknown)
    expect(whole).toMatchObject({ key: 'mine', position: 2 })
  })

  it('that did not change are the same entry', () => {
    const items = [part(1, 1), part(2, 2)]
    expect(threadEntries(items, unknown)[0]).toBe(threadEntries(items, unknown)[0])
    const entries = threadEntries([items[0] ?? part(1, 1)], unknown)
    expect(joinParts(entries)[0]?.parts).toBeUndefined()
  })
})

it('a whole is as far as the part that is behind, and failed where one of them is', () => {
  expect(leastOf(['read', 'sent', 'delivered'])).toBe('sent')
  expect(leastOf(['read', 'queued'])).toBe('queued')
  expect(leastOf(['read', 'failed', 'queued'])).toBe('failed')
})
