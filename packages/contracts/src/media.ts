import { z } from 'zod'

/** What a file is to whoever reads the message. Its bytes decide; until they are there, what Twilio says of them. */
export const MediaKind = z.enum(['image', 'video', 'voice', 'audio', 'document', 'sticker'])
export type MediaKind = z.infer<typeof MediaKind>

/** Why a file is not there. */
export const MediaReason = z.enum([
  /** It stands at an address that is not asked. */
  'refused',
  'too_large',
  'too_slow',
  /** It is not there, or no more. */
  'not_found',
  /** The number's credentials don't open it, or there are none. */
  'not_allowed',
  'unreachable',
  /** The org keeps as much as it may. */
  'org_full',
])
export type MediaReason = z.infer<typeof MediaReason>

/**
 * A file of a message: `GET /api/v1/media/:id` once it is `ready`, and `/thumbnail` and `/m4a` behind that where there is one. While
 * it is `waiting` the message is there without it; one that `failed` is tried again by `POST /api/v1/media/:id/retry`.
 */
export const Medium = z
  .object({
    id: z.string(),
    kind: MediaKind.catch('document'),
    state: z.enum(['waiting', 'ready', 'failed']),
    /** Of one that failed; a word that is not known here is as good as `unreachable`. */
    reason: MediaReason.nullable().catch('unreachable'),
    /** What its bytes are; until they are there, what Twilio says of them. */
    contentType: z.string().nullable(),
    bytes: z.number().int().nullable(),
    name: z.string().nullable(),
    /** In pixels, as it is looked at; null for what is no picture. */
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
    /** Whether a small picture of it is there. */
    thumbnail: z.boolean(),
    /** Of sound, where it could be listened to. */
    durationMs: z.number().int().nullable(),
    /** How loud it is, in steps of equal length, each from 0 to 100: its own loudest. */
    peaks: z.array(z.number().int().min(0).max(100)).nullable(),
    /** Whether a copy is there as M4A, of sound that not every browser plays as it came. */
    m4a: z.boolean().optional(),
  })
  .meta({ id: 'Medium' })
export type Medium = z.infer<typeof Medium>

/** How a file is taken: a recording becomes a voice note, whatever it was recorded as. */
export const UploadQuery = z.strictObject({ kind: z.literal('voice').optional() })
export type UploadQuery = z.infer<typeof UploadQuery>

/** A file of which nothing is known yet but where it is. */
export function waitingMedium(id: string, kind: MediaKind, contentType: string | null): Medium {
  return {
    id,
    kind,
    state: 'waiting',
    reason: null,
    contentType,
    bytes: null,
    name: null,
    width: null,
    height: null,
    thumbnail: false,
    durationMs: null,
    peaks: null,
  }
}
