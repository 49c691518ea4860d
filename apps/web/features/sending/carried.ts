import type { TemplateContent } from '@cloudpa/contracts/content'
import type { Medium } from '@cloudpa/contracts/media'
import type { FileKind } from '@cloudpa/contracts/send-limits'
import type { Message } from '@cloudpa/contracts/messages'

/** A file that one sends, as far as it is known without its bytes: those are kept apart (kept-files.ts). */
export interface FileToSend {
  /** Of the bytes in this browser; the server's own id comes with the upload. */
  id: string
  kind: FileKind
  name: string
  type: string
  bytes: number
  /** In pixels, of what has a size. */
  width?: number
  height?: number
  /** Of a recording. */
  durationMs?: number
  peaks?: number[]
  /** Whether it was scaled down to what WhatsApp takes. */
  isSmaller?: boolean
  /** The server's id of it, once it has it. */
  mediumId?: string | undefined
}

/** A place that one sends, in degrees. */
export interface PlaceToSend {
  latitude: number
  longitude: number
  label: string | null
}

/** What a message of ours carries besides its words; a template has them, too. */
export type Carried = { file: FileToSend } | { place: PlaceToSend } | { template: TemplateContent }

/** The file of what is carried, if it is one. */
export const fileOf = (carried: Carried | undefined): FileToSend | undefined =>
  carried && 'file' in carried ? carried.file : undefined

/** The template that is carried, if it is one. */
export const templateOf = (carried: Carried | undefined): TemplateContent | undefined =>
  carried && 'template' in carried ? carried.template : undefined

/** What the server is told to send (`ContentToSend` of contracts/send). */
export function contentToSend(body: string, carried: Carried): object {
  if ('place' in carried) return { kind: 'location', ...carried.place }
  if ('template' in carried) {
    const { kind, templateId, values } = carried.template
    return { kind, templateId, values }
  }
  const { kind, mediumId } = carried.file
  return { kind, ...(body && { body }), media: [{ id: mediumId }] }
}

/**
 * The same as a message has it, to be shown before the server has any.
 * @param isHere whether the file's bytes can be shown
 */
export function contentToShow(body: string, carried: Carried, isHere: boolean): Message['content'] {
  if ('place' in carried) return { kind: 'location', v: 1, body, address: null, ...carried.place }
  if ('template' in carried) return carried.template
  const { kind } = carried.file
  const media = [mediumOf(carried.file, isHere)]
  if (kind === 'contacts') return { kind, v: 1, body, media, contacts: [] }
  return { kind, v: 1, body, media }
}

function mediumOf(file: FileToSend, isHere: boolean): Medium {
  const { id, kind, name, type, bytes, width, height, durationMs, peaks } = file
  return {
    id,
    kind: kind === 'contacts' ? 'document' : kind,
    state: isHere ? 'ready' : 'waiting',
    reason: null,
    contentType: type,
    bytes,
    name,
    width: width ?? null,
    height: height ?? null,
    thumbnail: false,
    durationMs: durationMs ?? null,
    peaks: peaks ?? null,
    m4a: false,
  }
}

/** What a message that failed carried, to be sent again: the server gives a file that it has another time. */
export function carriedIn({ content }: Message): Carried | undefined {
  if (content.kind === 'location') {
    const { latitude, longitude, label } = content
    return { place: { latitude, longitude, label } }
  }
  if (content.kind === 'template') return { template: content }
  const medium = 'media' in content ? content.media[0] : undefined
  if (!medium || content.kind === 'unknown') return undefined
  return {
    file: {
      id: medium.id,
      kind: content.kind as FileKind,
      name: medium.name ?? '',
      type: medium.contentType ?? '',
      bytes: medium.bytes ?? 0,
      mediumId: medium.id,
      ...(medium.width && { width: medium.width }),
      ...(medium.height && { height: medium.height }),
      ...(medium.durationMs && { durationMs: medium.durationMs }),
    },
  }
}
