import { createHash } from 'node:crypto'

/** A file that somebody sends. */
export interface MadeFile {
  contentType: string
  name: string
  content: Buffer
}

/** 32 × 24 pixels of one colour. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAYCAIAAAAUMWhjAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAMElEQVRIiWMwXlVOU8QwasGq0SAqH01Fxq' +
    'MZrXy0qDAeLU1XjVY4xqNV5qrB3aoAABza/C5IUx9GAAAAAElFTkSuQmCC',
  'base64',
)
/** Half a second of a tone, as Opus in an Ogg. */
const tone = Buffer.from(
  'T2dnUwACAAAAAAAAAADWjTDQAAAAAENCgYcBE09wdXNIZWFkAQE4AYC7AAAAAABPZ2dTAAAAAAAAAAAAANaNMNABAAAAA+3mLQE+T3B1c1RhZ3' +
    'MNAAAATGF2ZjU4LjI0LjEwMAEAAAAdAAAAZW5jb2Rlcj1MYXZjNTguNDIuMTAwIGxpYm9wdXNPZ2dTAAT4XgAAAAAAANaNMNACAAAAMGlX5RoN' +
    'FRMSEA8NEBAQDxMSEhASDg8TEA4NDhYXEwiDbYLQHP3qSf4BP8AIpxpdipguX1rKUI9D6Sa5DbBuNEAIoS8Q5F373AQMSL3GqeGPg4dACKE40H' +
    'cyqlc9/1xbZ+xB8IeACKE40Hcyql5YId0oiOHDQAihSANG1VJz2okJUWLWWAihONB3MqpcM1c2CzkIoS8Q5F373AbyPr11hIwQCKE40Hcyqla9' +
    'W1r5V6teUAihONB3Mqpm9VvNGp3b72IIoS8Q5F37xd6Qpnv1WiAIoTjQdzKqVpnyGDexeXXBpkzQCKE40Hcyql5SzBrkWEo4ACF4CKE40Hcyql' +
    'a+8iB0gZ1xLxCCCKE40Hcyql6p1QaFcTjdpwihSANG1VJ9Wuqz9Ys/tG6XwAihONB3MqpeqbicdU2ACKEvEORd+9/LgG4IyVVACKE4zvwGRjhP' +
    'T5VCcUyyaMhaFAihONB3MqpekAHmsO9L2TcIoUgDRtVSc9qEf7ycTAihONB3MqpeqbiC7cAIoS8Q5F3738t7+8Xo0Aii+SU06KlHRUwK2SyWlu' +
    'NRO5kCb7AIpEi67EqyAzhaV7u3cAO+dNX9lVm1MwiDnAGKk2oWQCzEGJTY4wI8iTA=',
  'base64',
)

/** Each kind with what stands before and behind its mark; all of it stays readable with any mark. */
const kinds = {
  image: { contentType: 'image/png', ending: 'png', before: picture, behind: '' },
  voice: { contentType: 'audio/ogg', ending: 'ogg', before: tone, behind: '' },
  document: { contentType: 'application/pdf', ending: 'pdf', before: '%PDF-1.4\n%', behind: '\n%%EOF\n' },
  contacts: {
    contentType: 'text/vcard',
    ending: 'vcf',
    before: 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Person ',
    behind: '\r\nTEL:+14155550100\r\nEND:VCARD\r\n',
  },
}
export type FileKind = keyof typeof kinds

/**
 * A file like no other: its mark is in its bytes and in its name.
 * @param leastBytes it is filled up to
 */
export function makeFile(kind: FileKind, mark: string, leastBytes = 0): MadeFile {
  const { contentType, ending, before, behind } = kinds[kind]
  const short = Buffer.concat([Buffer.from(before), Buffer.from(mark + behind)])
  const content = Buffer.concat([short, Buffer.alloc(Math.max(0, leastBytes - short.length), ' ')])
  return { contentType, name: `file-${mark}.${ending}`, content }
}

/** @returns its SHA-256, in hex */
export const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex')
