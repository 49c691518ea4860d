import { avatarKey, avatarTone, avatarTones, initialsOf } from '@cloudpa/face/avatar'
import { describe, expect, it } from 'vitest'

it.each([
  ['María López', 'ML'],
  ['Jean-Baptiste de la Fontaine', 'JF'],
  ['zed', 'Z'],
  ['+34 600 123 456', '56'],
  ['小林 あかり', '小あ'],
  ['ليلى حداد', 'ل'],
  ['🌸', '?'],
])('%s is %s', (name, initials) => expect(initialsOf(name)).toBe(initials))

describe('the tone of a face', () => {
  const toneOf = (phone: string | null, userId: string | null = null) =>
    avatarTone(avatarKey({ id: 'any', phone, userId }))

  it('is the same however WhatsApp writes the number', () => {
    expect(toneOf('+5511987654321')).toBe(toneOf('+551187654321'))
    expect(toneOf('+5215512345678')).toBe(toneOf('+525512345678'))
    expect(toneOf('+5491123456789')).toBe(toneOf('+541123456789'))
  })

  it('follows the user id where there is no phone, and stays when a phone has one too', () => {
    expect(toneOf('+61491570157', 'AU.7315520948861204')).toBe(toneOf('+61491570157'))
    expect(avatarKey({ id: 'row', phone: null, userId: 'IN.1' })).toBe('IN.1')
    expect(avatarKey({ id: 'row', phone: null, userId: null })).toBe('row')
  })

  it('uses all twelve about equally, and nothing else', () => {
    const seen = new Map<number, number>()
    for (let n = 0; n < 12_000; n += 1) {
      const tone = toneOf(`+4915${10_000_000 + n * 37}`)
      seen.set(tone, (seen.get(tone) ?? 0) + 1)
    }
    expect([...seen.keys()].sort((a, b) => a - b)).toEqual(
      Array.from({ length: avatarTones }, (_, n) => n + 1),
    )
    expect(Math.min(...seen.values())).toBeGreaterThan(800)
    expect(Math.max(...seen.values())).toBeLessThan(1200)
  })
})
