import type { MediaKind } from '@cloudpa/contracts/media'

/** What every browser of today draws by itself. */
const pictures = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp'])
/** Containers that hold sound alone as often as pictures with it. */
const eitherWay = /^(video\/(mp4|3gpp|webm|quicktime)|audio\/mp4|application\/ogg|audio\/ogg|video\/ogg)/
/** The audio type of each video container, for a file that holds only sound: browsers choose their player by it. */
const soundOf: Record<string, string> = {
  'video/mp4': 'audio/mp4',
  'video/3gpp': 'audio/3gpp',
  'video/webm': 'audio/webm',
  'video/quicktime': 'audio/mp4',
}
/** Packed formats that look like any archive until somebody opens them, which nobody does here. */
const packed =
  /^application\/(zip|x-zip-compressed|vnd\.(openxmlformats-officedocument|oasis\.opendocument)\.[\w.-]+|epub\+zip)$/

/** What a file is taken for. */
export interface Decided {
  kind: MediaKind
  contentType: string
}

/**
 * Decides what a file is by its bytes. What was said of it only chooses between things that look alike, so that no name
 * and no header makes a page of a picture.
 * @param said the content type that came with it
 * @param found the type that its first bytes have; undefined where they have none
 * @param head its first bytes
 */
export function decideKind(said: string | null, found: string | undefined, head: Uint8Array): Decided {
  const claimed = bareType(said)
  if (found === undefined) return { kind: 'document', contentType: textType(claimed, head) }
  const type = bareType(found)
  if (pictures.has(type)) {
    return { kind: type === 'image/webp' && claimed === type ? 'sticker' : 'image', contentType: type }
  }
  const isSound = type.startsWith('audio/') || (claimed.startsWith('audio/') && eitherWay.test(type))
  if (isSound || type === 'application/ogg') {
    const isVoice = /ogg|opus/.test(type)
    return { kind: isVoice ? 'voice' : 'audio', contentType: isVoice ? 'audio/ogg' : (soundOf[type] ?? type) }
  }
  if (/^video\/(mp4|3gpp|webm|quicktime)$/.test(type)) return { kind: 'video', contentType: type }
  if (packed.test(type) && packed.test(claimed)) return { kind: 'document', contentType: claimed }
  // Word up to 2003 wrote this container; other programs did as well, so the claim decides.
  if (type === 'application/x-cfb' && claimed === 'application/msword') {
    return { kind: 'document', contentType: claimed }
  }
  return { kind: 'document', contentType: type }
}

/** What a file is taken for until its bytes are there. */
export function expectKind(said: string | null): MediaKind {
  const type = bareType(said)
  if (type === 'image/webp') return 'sticker'
  if (pictures.has(type)) return 'image'
  if (type.startsWith('video/')) return 'video'
  if (/^(audio\/(ogg|opus)|application\/ogg)$/.test(type)) return 'voice'
  return type.startsWith('audio/') ? 'audio' : 'document'
}

/** Letters are a card, or plain text; markup among them is text like any other. */
function textType(claimed: string, head: Uint8Array): string {
  const text = Buffer.from(head).toString('utf8')
  // A character cut in two at the end is no fault of the text.
  if (head.length === 0 || /[^\P{Cc}\s]|\ufffd(?!$)/u.test(text)) return 'application/octet-stream'
  if (/^[\ufeff\s]*begin:vcard\s/i.test(text)) return 'text/vcard'
  return claimed === 'text/csv' ? claimed : 'text/plain'
}

function bareType(type: string | null): string {
  return (type ?? '').split(';')[0]!.trim().toLowerCase()
}
