import { expect, it } from 'vitest'
import { sampleRate, SoundShape } from './sound-shape.js'

const samples = (levels: number[], each: number) => {
  const bytes = Buffer.alloc(2 * each * levels.length)
  for (let at = 0; at < bytes.length / 2; at += 1)
    bytes.writeInt16LE((at % 2 ? -1 : 1) * (levels[Math.floor(at / each)] ?? 0), 2 * at)
  return bytes
}

it('is the same however its bytes are cut', () => {
  const bytes = samples([100, 32_000, 0, 16_000], 2 * sampleRate)
  const whole = new SoundShape()
  whole.add(bytes)
  for (const size of [1, 3, 1_001]) {
    const cut = new SoundShape()
    for (let at = 0; at < bytes.length; at += size) cut.add(bytes.subarray(at, at + size))
    expect([size, cut.durationMs, cut.peaks]).toEqual([size, 8_000, whole.peaks])
  }
  expect([8, 24, 40, 56].map((at) => whole.peaks[at])).toEqual([0, 100, 0, 50])
})

it('has as many steps after two hours as after two minutes, and fewer of a moment', () => {
  const minute = samples([8_000], 60 * sampleRate)
  const long = new SoundShape()
  for (let minutes = 0; minutes < 120; minutes += 1) long.add(minute)
  expect([long.durationMs, long.peaks]).toEqual([7_200_000, Array.from({ length: 64 }, () => 100)])
  const short = new SoundShape()
  short.add(samples([1, 2], sampleRate / 50))
  expect([short.durationMs, short.peaks]).toEqual([40, [50, 100]])
  expect([new SoundShape().durationMs, new SoundShape().peaks]).toEqual([0, []])
})
