import { fileKindOf } from '../content.js'

const zipped = (bytes: Buffer): boolean => bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))
const boxed = (bytes: Buffer): boolean => bytes.toString('latin1', 4, 8) === 'ftyp'
const beginsWith =
  (...codes: number[]) =>
  (bytes: Buffer): boolean =>
    bytes.subarray(0, codes.length).equals(Buffer.from(codes))
const says =
  (words: string, within = words.length) =>
  (bytes: Buffer): boolean =>
    bytes.toString('latin1', 0, within).includes(words)
const office = 'application/vnd.openxmlformats-officedocument'
/** Eleven bits that are set: so begins every frame of MPEG audio. */
const framed = (bytes: Buffer): boolean => bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0

/** The types that WhatsApp takes (TWILIO.md §6), and whether a file's bytes are of them. */
const accepted: Record<string, (bytes: Buffer) => boolean> = {
  'image/jpeg': beginsWith(0xff, 0xd8, 0xff),
  'image/jpg': beginsWith(0xff, 0xd8, 0xff),
  'image/png': beginsWith(0x89, 0x50, 0x4e, 0x47),
  'image/webp': (bytes) => says('RIFF')(bytes) && bytes.toString('latin1', 8, 12) === 'WEBP',
  // Of OGG only Opus is played.
  'audio/ogg': (bytes) => says('OggS')(bytes) && says('OpusHead', 128)(bytes),
  'audio/amr': says('#!AMR'),
  'audio/3gpp': boxed,
  'audio/aac': (bytes) => framed(bytes) || boxed(bytes),
  'audio/mp4': boxed,
  'audio/mpeg': (bytes) => framed(bytes) || says('ID3')(bytes),
  'video/mp4': boxed,
  'video/3gpp': boxed,
  'application/pdf': says('%PDF-', 1024),
  'application/msword': beginsWith(0xd0, 0xcf, 0x11, 0xe0),
  [`${office}.wordprocessingml.document`]: zipped,
  [`${office}.presentationml.presentation`]: zipped,
  [`${office}.spreadsheetml.sheet`]: zipped,
  'text/vcard': says('BEGIN:VCARD', 64),
  'text/x-vcard': says('BEGIN:VCARD', 64),
}

/** All files of a WhatsApp message together, in bytes. */
export const totalLimitBytes = 16 * 1024 * 1024
const imageLimitBytes = 5 * 1024 * 1024

/**
 * Why WhatsApp does not take a file.
 * @param contentType as the server that has it says
 * @returns Twilio's error code: 63019 for an empty file, 63021 for a type that is not taken or not what the bytes are,
 * 63034 for a picture above 5 MB, 11751 above 16 MB; undefined when it is taken
 */
export function fileFaultOf(contentType: string, bytes: Buffer): number | undefined {
  if (bytes.length > totalLimitBytes) return 11751
  if (bytes.length === 0) return 63019
  const type = contentType.toLowerCase().split(';')[0]?.trim() ?? ''
  if (accepted[type]?.(bytes) !== true) return 63021
  const picture = ['image', 'sticker'].includes(fileKindOf(type))
  return picture && bytes.length > imageLimitBytes ? 63034 : undefined
}
