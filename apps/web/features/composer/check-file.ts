import { mostBytesOf, sendableTypes, type FileKind } from '@cloudpa/contracts/send-limits'
import type { FileFault } from '../sending/tray'

/** Beyond it not even looking at a picture to make it smaller is safe, in bytes. */
const mostToScale = 64 * 1024 * 1024

/** What browsers call by another name, or by none. */
const otherNames: Record<string, string> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/m4a': 'audio/mp4',
  'audio/x-aac': 'audio/aac',
  'application/ogg': 'audio/ogg',
  'text/x-vcard': 'text/vcard',
  'text/directory': 'text/vcard',
}
const byEnding: Record<string, string> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  heic: 'image/heic',
  heif: 'image/heic',
  mp4: 'video/mp4',
  '3gp': 'video/3gpp',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  amr: 'audio/amr',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  pdf: 'application/pdf',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  vcf: 'text/vcard',
  webp: 'image/webp',
}

type Chosen = Pick<File, 'name' | 'type' | 'size'>

/** What a file is: as the browser says, else by how its name ends. */
export function typeOf({ name, type }: Pick<Chosen, 'name' | 'type'>): string {
  const [plain = ''] = type.toLowerCase().split(';')
  const said = otherNames[plain] ?? plain
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return said && said !== 'application/octet-stream' ? said : (byEnding[ending] ?? said)
}

// Most pictures in the format of stickers are none (`isSticker`), and a recording is made elsewhere.
const kinds = (Object.keys(sendableTypes) as FileKind[]).filter(
  (kind) => kind !== 'sticker' && kind !== 'voice',
)

/** As what WhatsApp takes a file of this type; null: not at all. */
function kindOf(type: string): FileKind | null {
  return kinds.find((kind) => (sendableTypes[kind] as readonly string[]).includes(type)) ?? null
}

/** What is to be done with a file before it is sent; decided without reading it. */
export function judge(file: Chosen): { kind: FileKind; type: string; scale: boolean } | { fault: FileFault } {
  const type = typeOf(file)
  if (file.size === 0) return { fault: 'empty' }
  // Any picture that the browser can read leaves as a JPEG that WhatsApp takes.
  const isPicture = type.startsWith('image/') && type !== 'image/svg+xml'
  const kind = kindOf(type)
  if (isPicture && (kind === null || file.size > mostBytesOf('image'))) {
    return file.size > mostToScale ? { fault: 'pictureTooLarge' } : { kind: 'image', type, scale: true }
  }
  if (kind === null) return { fault: 'notTaken' }
  return file.size > mostBytesOf(kind) ? { fault: 'tooLarge' } : { kind, type, scale: false }
}

/** What the browser's own dialog offers. Without HEIC among it an iPhone hands over a JPEG. */
export const accepts = [
  ...kinds.flatMap((kind) => [...sendableTypes[kind]]),
  'image/webp',
  'image/gif',
  '.vcf',
  '.m4a',
].join(',')
