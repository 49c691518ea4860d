/** Elements of WebM (RFC 9559) that hold others, and are stepped into. */
const holders = new Set([0x18538067, 0x1f43b675, 0x1654ae6b, 0xae, 0xa0])
const codecPrivate = 0x63a2
const blocks = new Set([0xa3, 0xa1])
const packetsInPage = 50

/**
 * The Opus packets of a WebM recording in an Ogg file (RFC 7845), not encoded anew: browsers record the one, WhatsApp's
 * customers send the other.
 * @throws where there is no Opus in it
 */
export function opusToOgg(webm: Uint8Array): Uint8Array<ArrayBuffer> {
  const { head, packets } = readWebm(webm)
  if (head === undefined || packets.length === 0) throw new Error('The recording has no sound.')
  const pages = [oggPage([head], 0, 0n, 2), oggPage([opusTags()], 1, 0n, 0)]
  let samples = 0
  for (let at = 0; at < packets.length; at += packetsInPage) {
    const some = packets.slice(at, at + packetsInPage)
    samples += some.reduce((sum, packet) => sum + samplesOf(packet), 0)
    const isLast = at + packetsInPage >= packets.length
    pages.push(oggPage(some, pages.length, BigInt(samples), isLast ? 4 : 0))
  }
  return join(pages)
}

function readWebm(bytes: Uint8Array): { head: Uint8Array | undefined; packets: Uint8Array[] } {
  const packets: Uint8Array[] = []
  let head: Uint8Array | undefined
  let at = 0
  while (at < bytes.length) {
    const id = readNumber(bytes, at, true)
    const size = readNumber(bytes, at + id.length, false)
    at += id.length + size.length
    // A recording as it is made says of its holders that they have no known end: their parts follow all the same.
    if (holders.has(id.value)) continue
    const content = bytes.subarray(at, at + size.value)
    if (id.value === codecPrivate) head = content
    // Before the packet: the track, two bytes of time, one of flags.
    if (blocks.has(id.value)) packets.push(content.subarray(readNumber(content, 0, false).length + 3))
    at += size.value
  }
  return { head, packets }
}

/** A number whose first set bit tells its length, which an id keeps. */
function readNumber(bytes: Uint8Array, at: number, keepsMark: boolean): { value: number; length: number } {
  const first = bytes[at] ?? 0
  const length = Math.clz32(first) - 23
  let value = keepsMark ? first : first & (0xff >> length)
  for (let n = 1; n < length; n += 1) value = value * 256 + (bytes[at + n] ?? 0)
  return { value, length }
}

/** How long a packet sounds, in samples at 48 kHz (RFC 6716, 3.1). */
function samplesOf(packet: Uint8Array): number {
  const toc = packet[0] ?? 0
  const config = toc >> 3
  const frame =
    config < 12
      ? [480, 960, 1920, 2880][config % 4]!
      : config < 16
        ? [480, 960][config % 2]!
        : [120, 240, 480, 960][config % 4]!
  const code = toc & 3
  return frame * (code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 63)
}

function opusTags(): Uint8Array {
  const vendor = new TextEncoder().encode('simulated phone')
  const tags = new Uint8Array(16 + vendor.length)
  tags.set(new TextEncoder().encode('OpusTags'))
  new DataView(tags.buffer).setUint32(8, vendor.length, true)
  tags.set(vendor, 12)
  return tags
}

/** A page of whole packets (RFC 3533, 6). */
function oggPage(packets: Uint8Array[], sequence: number, granule: bigint, flags: number): Uint8Array {
  const lengths = packets.flatMap(({ length }) => [
    ...Array.from({ length: Math.floor(length / 255) }, () => 255),
    length % 255,
  ])
  const page = join([new Uint8Array(27), Uint8Array.from(lengths), ...packets])
  page.set(new TextEncoder().encode('OggS'))
  const view = new DataView(page.buffer)
  view.setUint8(5, flags)
  view.setBigUint64(6, granule, true)
  view.setUint32(14, 1, true)
  view.setUint32(18, sequence, true)
  view.setUint8(26, lengths.length)
  view.setUint32(22, checkSum(page), true)
  return page
}

function checkSum(bytes: Uint8Array): number {
  let sum = 0
  for (const byte of bytes) {
    sum ^= byte << 24
    for (let bit = 0; bit < 8; bit += 1) sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1
  }
  return sum >>> 0
}

function join(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
