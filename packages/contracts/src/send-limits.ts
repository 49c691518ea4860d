// What one may send, as a page has to know it before anything is sent. No schema is needed for it, so that a page can
// take this file alone. The rules are Twilio's: https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages

/** Twilio takes 1,600 characters in one WhatsApp message, counted in UTF-16 units; a caption holds no more. */
export const maxBodyLength = 1_600

/** Of a text that leaves in parts, in UTF-16 units. */
export const maxTextLength = 65_536

/** Of any file, in megabytes, as sentences name it. */
export const maxFileMegabytes = 16
/** Of any file, in bytes. */
export const maxFileBytes = maxFileMegabytes * 1024 * 1024
/** Of a picture that leaves as one, and of a sticker, which Twilio counts among the pictures; in bytes. */
export const maxPictureBytes = 5 * 1024 * 1024

/** The kinds of message that are one file, and what such a file may be. Its bytes say what it is. */
export const sendableTypes = {
  image: ['image/jpeg', 'image/png'],
  video: ['video/mp4', 'video/3gpp'],
  voice: ['audio/ogg'],
  audio: ['audio/mpeg', 'audio/aac', 'audio/amr', 'audio/3gpp', 'audio/mp4', 'audio/ogg'],
  document: [
    'application/pdf',
    'application/msword',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  sticker: ['image/webp'],
  contacts: ['text/vcard'],
} as const satisfies Record<string, readonly string[]>
export type FileKind = keyof typeof sendableTypes

/** What a recording in a browser may be, which leaves as a voice note: `POST /api/v1/media?kind=voice`. */
export const recordedTypes = ['audio/ogg', 'audio/webm', 'audio/mp4', 'video/webm', 'video/mp4'] as const

/** Of a recording, in minutes: it is turned into a voice note while its sender waits, and others wait for their turn. */
export const longestNoteMinutes = 30

/** How long the server may work on a recording unless it is told otherwise (MEDIA_SOUND_MS), in milliseconds. */
export const soundWorkMs = 180_000
/** How long an answer is waited for once a whole file is on its way: that, and what else is done, in milliseconds. */
export const uploadAnswerMs = soundWorkMs + 60_000

/** Kinds under which WhatsApp shows words. All other files leave without any. */
export const captionedKinds = ['image', 'video'] as const satisfies readonly FileKind[]

/** Whether a file of this kind may have words under it. */
export function takesCaption(kind: string): boolean {
  return captionedKinds.some((captioned) => captioned === kind)
}

/** The most that a file of this kind may weigh, in bytes. */
export function mostBytesOf(kind: FileKind): number {
  return kind === 'image' || kind === 'sticker' ? maxPictureBytes : maxFileBytes
}
