import { describe, expect, it } from 'vitest'
import {
  flattenMessages,
  mergeMessage,
  mergeMessageData,
  placeMessage,
  type MessageData,
} from './merge-message'
import { message } from '../messages/sample-message'

/** Pages as they load: the newest first, each in reading order. */
function data(...pages: number[][]): MessageData {
  return {
    pages: pages.map((positions, index) => ({
      items: positions.map((position) => message(position)),
      nextCursor: index === pages.length - 1 ? 'older' : `p${index}`,
      newerCursor: null,
    })),
    pageParams: pages.map((_, index) => (index === 0 ? null : `p${index - 1}`)),
  }
}
const positions = (value: MessageData) => flattenMessages(value).map((item) => item.position)

describe('mergeMessage', () => {
  it('keeps the later revision, whichever of two comes last', () => {
    const sent = message(1, { status: 'sent', sid: 'SM1', revision: 2 })
    const priced = { ...sent, price: { amount: '0.005', currency: 'USD' }, revision: 3 }
    for (const [one, two] of [
      [message(1, { status: 'queued' }), sent],
      [sent, priced],
    ] as const) {
      expect(mergeMessage(one, two)).toEqual(two)
      expect(mergeMessage(two, one)).toBe(two)
    }
  })

  it('returns the same object when nothing is new, so that nothing is drawn again', () => {
    const one = message(1)
    expect(mergeMessage(one, message(1))).toBe(one)
  })
})

describe('placeMessage', () => {
  it('appends what is newest and fits in what comes late', () => {
    expect(positions(placeMessage(data([5, 7]), message(9)))).toEqual([5, 7, 9])
    expect(positions(placeMessage(data([5, 7]), message(6)))).toEqual([5, 6, 7])
    expect(positions(placeMessage(data([5, 7], [1, 3]), message(2)))).toEqual([1, 2, 3, 5, 7])
  })

  it('leaves a message from before the loaded pages to its own page', () => {
    expect(positions(placeMessage(data([5, 7]), message(2)))).toEqual([5, 7])
  })

  it('fills an empty thread', () => {
    const empty: MessageData = {
      pages: [{ items: [], nextCursor: null, newerCursor: null }],
      pageParams: [null],
    }
    expect(positions(placeMessage(empty, message(1)))).toEqual([1])
  })

  it('merges a message that is there already', () => {
    const placed = placeMessage(data([5, 7]), message(7, { status: 'read' }))
    expect(flattenMessages(placed).map((item) => item.status)).toEqual(['sent', 'read'])
  })
})

describe('mergeMessageData', () => {
  it('keeps what arrived live while the answer was on its way', () => {
    const live = placeMessage(data([5, 7]), message(9))
    expect(positions(mergeMessageData(live, data([5, 7])))).toEqual([5, 7, 9])
  })

  it('takes what was missed and never an older status', () => {
    const seen = placeMessage(data([5, 7]), message(7, { status: 'read', revision: 2 }))
    const merged = mergeMessageData(seen, data([5, 7, 8]))
    expect(flattenMessages(merged).map((item) => [item.position, item.status])).toEqual([
      [5, 'sent'],
      [7, 'read'],
      [8, 'sent'],
    ])
  })

  it('takes an older page in full', () => {
    expect(positions(mergeMessageData(data([5, 7]), data([5, 7], [1, 3])))).toEqual([1, 3, 5, 7])
  })
})
