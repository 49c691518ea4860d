import { maxFileBytes } from '@cloudpa/contracts/send-limits'
import type { Env } from '../env.js'

/** The most that one file may hold, in bytes: what WhatsApp takes. */
export const maxMediaBytes = maxFileBytes

/** A picture of more is kept, and never unpacked: it may hold a thousand times what it weighs. */
export const maxPixels = 50_000_000
/**
 * So many of its pixels may be in memory at once while it is drawn, of 8 bits a channel: up to 140 MB, for a progressive
 * JPEG of four inks. A phone's own pictures of more are baseline JPEGs, which are read row by row.
 */
export const maxHeldPixels = 16_000_000

/** What an org may keep. */
export interface Room {
  files: number
  bytes: number
}

/** How much room an org has, whatever it is told to be. */
export function roomOfOrg({ MEDIA_ORG_FILES, MEDIA_ORG_MEGABYTES }: Env): Room {
  return { files: MEDIA_ORG_FILES, bytes: MEDIA_ORG_MEGABYTES * 1024 * 1024 }
}

/** How long a claim on a file holds: longer than all that is done with it, in milliseconds. */
export function leaseMsOf({ MEDIA_TIMEOUT_MS }: Env): number {
  return 2 * MEDIA_TIMEOUT_MS
}

/** How long it holds from when sound is listened to, and copied. */
export function soundLeaseMsOf({ MEDIA_TIMEOUT_MS, MEDIA_SOUND_MS }: Env): number {
  return 2 * MEDIA_SOUND_MS + MEDIA_TIMEOUT_MS
}
