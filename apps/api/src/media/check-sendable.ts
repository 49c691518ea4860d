import type { Medium } from '@cloudpa/contracts/media'
import { mostBytesOf, sendableTypes, type FileKind } from '@cloudpa/contracts/send-limits'
import { AppError } from '../platform/app-error.js'

/** What a file is, as far as it decides whether WhatsApp takes it. */
export interface Weighed {
  kind: Medium['kind']
  contentType: string
  bytes: number
}

/** Kinds that a content type alone does not tell apart: the bytes must have shown one of these. */
const looks: Partial<Record<FileKind, Medium['kind'][]>> = {
  image: ['image', 'sticker'],
  sticker: ['image', 'sticker'],
  voice: ['voice'],
}

const fits = (kind: FileKind, file: Weighed) =>
  sendableTypes[kind].some((type) => type === file.contentType) && (looks[kind]?.includes(file.kind) ?? true)

/** Refuses a file that can be sent as nothing. @throws {AppError} file_not_taken or file_too_large */
export function refuseUnsendable(file: Weighed): void {
  const kinds = (Object.keys(sendableTypes) as FileKind[]).filter((kind) => fits(kind, file))
  if (kinds.length === 0) throw new AppError('file_not_taken', { contentType: file.contentType })
  const most = Math.max(...kinds.map(mostBytesOf))
  if (file.bytes > most) throw new AppError('file_too_large', { megabytes: most / 1024 / 1024 })
}

/** Refuses a file that can't be sent as what it is said to be. @throws {AppError} file_other_kind */
export function refuseOtherKind(kind: FileKind, medium: Medium): void {
  const file = { kind: medium.kind, contentType: medium.contentType ?? '', bytes: medium.bytes ?? 0 }
  if (!fits(kind, file) || file.bytes > mostBytesOf(kind)) throw new AppError('file_other_kind', { kind })
}
