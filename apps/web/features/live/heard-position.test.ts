import { describe, expect, it } from 'vitest'
import type { Told } from './event-line'
import { HeardPosition } from './heard-position'

const line = { isOpen: true, isSilent: false, isRefused: false, silenceMs: 1_000 }
const told = (after: number | null, ...ids: number[]): Told => ({
  after,
  id: ids.at(-1) ?? after,
  entries: ids.map((id) => ({ id, event: { type: 'chat-accounts' } })),
  line,
})

function tab(earliest: number | null = null) {
  const asked: number[] = []
  const wentBack: (number | null)[] = []
  const loaded = { earliest }
  const position = new HeardPosition(
    (id) => asked.push(id),
    () => loaded.earliest,
    () => wentBack.push(position.start),
  )
  return { position, asked, loaded, wentBack, hears: (what: Told) => position.hear(what).length }
}

describe('a tab of several', () => {
  it('hears each event once, however often the line tells it', () => {
    const { hears, asked } = tab(4)
    expect(hears(told(4, 5, 6))).toBe(2)
    expect(hears(told(4, 5, 6, 7))).toBe(1)
    expect(asked).toEqual([])
  })

  it('asks for what was told while it slept', () => {
    const { hears, asked } = tab(4)
    hears(told(4, 5))
    hears(told(9))
    expect(asked).toEqual([5])
    expect(hears(told(5, 6, 7, 8, 9))).toBe(4)
  })

  it('that joins late asks for what came between what it loaded and what it heard', () => {
    const { position, hears, asked, loaded } = tab()
    hears(told(7))
    loaded.earliest = 5
    position.reachBack()
    expect(asked).toEqual([5])
    expect(hears(told(5, 6, 7))).toBe(2)
  })

  it('asks for nothing where what it loaded is as new as what it heard', () => {
    const { position, hears, asked, loaded } = tab()
    hears(told(7))
    loaded.earliest = 7
    position.reachBack()
    expect(asked).toEqual([])
  })

  it('takes over the line where it stands itself, and before that where its first answer stands', () => {
    const { position, hears } = tab(4)
    expect(position.start).toBe(4)
    hears(told(4, 5, 6))
    expect(position.start).toBe(6)
  })
})

describe('a server that stands behind what was heard of it, as after a backup was restored', () => {
  it('shows in an event that goes back, which is not heard', () => {
    const { hears, asked, wentBack } = tab(90)
    hears(told(90, 100))
    expect(hears({ ...told(100, 50), entries: [{ id: 50, event: { type: 'resync' } }] })).toBe(0)
    expect(wentBack).toHaveLength(1)
    expect(asked).toEqual([])
  })

  it('does not show where the line only tells once more what was asked of it', () => {
    const { hears, wentBack } = tab(90)
    hears(told(90, 91, 92))
    hears(told(90))
    hears(told(90, 91))
    expect(wentBack).toEqual([])
  })

  it('is no news to a tab that was loaded since', () => {
    const { hears, wentBack } = tab(50)
    hears(told(50))
    hears(told(100, 50))
    expect(wentBack).toEqual([])
  })
})
