import { expect, it } from 'vitest'
import { opusToOgg } from './opus-ogg.js'

const head = new TextEncoder().encode('OpusHead, as the browser wrote it')

/** An element of WebM; a holder in a recording has no known end. */
function element(id: number[], content: number[], hasEnd = true): number[] {
  const size = hasEnd ? [0x40 | (content.length >> 8), content.length & 255] : [1, ...Array(7).fill(255)]
  return [...id, ...size, ...content]
}

/** A recording as Chromium makes one. */
function recordingOf(packets: number[][]): Uint8Array {
  const blocks = packets.flatMap((packet) => element([0xa3], [0x81, 0, 0, 0x80, ...packet]))
  const track = element([0xae], [...element([0xd7], [1]), ...element([0x63, 0xa2], [...head])])
  return Uint8Array.from([
    ...element([0x1a, 0x45, 0xdf, 0xa3], [0x42, 0x86, 0x81, 1]),
    ...element(
      [0x18, 0x53, 0x80, 0x67],
      [
        ...element([0x16, 0x54, 0xae, 0x6b], track),
        ...element([0x1f, 0x43, 0xb6, 0x75], [...element([0xe7], [0]), ...blocks], false),
      ],
      false,
    ),
  ])
}

/** The pages of an Ogg file, with the packets that each holds. */
function pagesOf(ogg: Uint8Array) {
  const pages = []
  for (let at = 0; at < ogg.length;) {
    const view = new DataView(ogg.buffer, at)
    expect(new TextDecoder().decode(ogg.subarray(at, at + 4))).toBe('OggS')
    const lengths = [...ogg.subarray(at + 27, at + 27 + view.getUint8(26))]
    let from = at + 27 + lengths.length
    const packets: number[][] = [[]]
    for (const length of lengths) {
      packets.at(-1)?.push(...ogg.subarray(from, from + length))
      from += length
      if (length < 255) packets.push([])
    }
    packets.pop()
    pages.push({ flags: view.getUint8(5), samples: Number(view.getBigUint64(6, true)), packets })
    at = from
  }
  return pages
}

/** A packet of 60 ms (config 3 in its first byte), so long and so filled. */
const packet = (length: number, fill: number): number[] => [3 << 3, ...Array<number>(length - 1).fill(fill)]

it('brings over every packet as it was, the longest and those that fill a segment too, and how long it sounds', () => {
  const packets = [
    packet(3, 1),
    packet(255, 2),
    packet(700, 3),
    ...Array.from({ length: 60 }, () => packet(9, 4)),
  ]
  const [first, tags, ...sound] = pagesOf(opusToOgg(recordingOf(packets)))
  expect(first).toEqual({ flags: 2, samples: 0, packets: [[...head]] })
  expect(new TextDecoder().decode(Uint8Array.from(tags?.packets[0] ?? []))).toContain('OpusTags')
  expect(sound.flatMap((page) => page.packets)).toEqual(packets)
  expect(sound.map(({ flags, samples }) => ({ flags, samples }))).toEqual([
    { flags: 0, samples: 50 * 2880 },
    { flags: 4, samples: 63 * 2880 },
  ])
})

it('counts what is in a packet by its first byte', () => {
  const samplesOf = (...bytes: number[]) => pagesOf(opusToOgg(recordingOf([bytes]))).at(-1)?.samples
  // CELT of 20 ms: one frame, two, and as many as the next byte says.
  expect(samplesOf(31 << 3)).toBe(960)
  expect(samplesOf((31 << 3) | 1)).toBe(1920)
  expect(samplesOf((31 << 3) | 3, 5)).toBe(4800)
  // Hybrid of 10 ms, CELT of 2.5.
  expect(samplesOf(12 << 3)).toBe(480)
  expect(samplesOf(16 << 3)).toBe(120)
})

it('says so when nothing was recorded', () => {
  expect(() => opusToOgg(recordingOf([]))).toThrow('has no sound')
  expect(() => opusToOgg(new Uint8Array(64))).toThrow('has no sound')
  expect(() => opusToOgg(new Uint8Array(0))).toThrow('has no sound')
})
