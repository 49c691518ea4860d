import { describe, expect, it } from 'vitest'
import { groupMessages, type Groupable } from './group-messages'

const at = (text: string) => `2026-11-${text}.000Z`
function entry(position: number, direction: Groupable['direction'], when: string): Groupable {
  return { key: `k${position}`, direction, at: at(when), position }
}
const flat = (days: ReturnType<typeof groupMessages>) =>
  days.map((day) => [day.key, ...day.rows.map(({ entry, first }) => `${entry.key}${first ? ' first' : ''}`)])

describe('groupMessages', () => {
  it('gathers what one side wrote within two minutes', () => {
    const entries = [
      entry(1, 'inbound', '20T10:00:00'),
      entry(2, 'inbound', '20T10:01:59'),
      entry(3, 'inbound', '20T10:04:00'),
      entry(4, 'outbound', '20T10:04:10'),
    ]
    expect(flat(groupMessages(entries, null, 'UTC'))).toEqual([
      ['2026-11-20', 'k1 first', 'k2', 'k3 first', 'k4 first'],
    ])
  })

  it('says when once a run, under its last message', () => {
    const entries = [
      entry(1, 'inbound', '20T10:00:00'),
      entry(2, 'inbound', '20T10:01:00'),
      entry(3, 'outbound', '20T10:01:10'),
      entry(4, 'outbound', '20T10:05:00'),
    ]
    const rows = groupMessages(entries, null, 'UTC').flatMap((day) => day.rows)
    expect(rows.map((row) => row.last)).toEqual([false, true, true, true])
  })

  it('splits at the reader’s midnight, not at Greenwich’s', () => {
    const entries = [entry(1, 'inbound', '20T22:59:30'), entry(2, 'inbound', '20T23:00:30')]
    expect(flat(groupMessages(entries, null, 'UTC'))).toHaveLength(1)
    expect(flat(groupMessages(entries, null, 'Europe/Madrid'))).toEqual([
      ['2026-11-20', 'k1 first'],
      ['2026-11-21', 'k2 first'],
    ])
  })

  it('puts one divider, before the first unread message', () => {
    const entries = [
      entry(1, 'inbound', '20T10:00:00'),
      entry(2, 'outbound', '20T10:00:10'),
      entry(3, 'inbound', '20T10:00:20'),
      entry(4, 'inbound', '20T10:00:30'),
    ]
    const rows = groupMessages(entries, 'k3', 'UTC').flatMap((day) => day.rows)
    expect(rows.map((row) => row.divider)).toEqual([false, false, true, false])
    expect(
      groupMessages(entries, null)
        .flatMap((day) => day.rows)
        .some((row) => row.divider),
    ).toBe(false)
  })

  it('starts a new group under the divider', () => {
    const entries = [entry(1, 'inbound', '20T10:00:00'), entry(2, 'inbound', '20T10:00:10')]
    expect(flat(groupMessages(entries, 'k2', 'UTC'))).toEqual([['2026-11-20', 'k1 first', 'k2 first']])
  })
})
