import type { MediaKind } from '@cloudpa/contracts/media'

const maxNameLength = 150

const endings: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/3gpp': '3gp',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/amr': 'amr',
  'audio/aac': 'aac',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'text/plain': 'txt',
  'text/csv': 'csv',
  'text/vcard': 'vcf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/msword': 'doc',
}

/**
 * The name that came with a file, from its Content-Disposition (RFC 6266), without what no name holds: folders, controls,
 * and what turns the order of letters round, by which an .exe looks like a .pdf.
 */
export function readFileName(disposition: string | undefined): string | null {
  if (!disposition) return null
  const extended = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1]
  const quoted = /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1]?.replace(/\\(.)/g, '$1')
  const bare = /filename\s*=\s*([^;"\s]+)/i.exec(disposition)?.[1]
  return cleanName(decoded(extended) ?? decodedLatin(quoted ?? bare) ?? '')
}

/** A name without what no name holds; null where nothing is left. */
export function cleanName(name: string): string | null {
  const clean = name
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .trim()
    .replace(/^\.+/, '')
  return Array.from(clean).slice(-maxNameLength).join('') || null
}

function decoded(name: string | undefined): string | undefined {
  try {
    return name === undefined ? undefined : decodeURIComponent(name)
  } catch {
    return undefined
  }
}

/** Headers are read as Latin-1, and hold UTF-8 more often. */
function decodedLatin(name: string | undefined): string | undefined {
  const text = name === undefined ? undefined : Buffer.from(name, 'latin1').toString('utf8')
  return text?.includes('\ufffd') ? name : text
}

/** What a file is called when it is saved: its own name, else what it is and a part of its id. */
export function fileNameFor(file: {
  id: string
  kind: MediaKind
  name: string | null
  contentType: string
}): string {
  if (file.name) return file.name
  const ending = endings[file.contentType]
  return `${file.kind}-${file.id.slice(-8)}${ending ? `.${ending}` : ''}`
}

/** A Content-Disposition that names a file for every browser (RFC 6266, RFC 8187). */
export function disposition(how: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return ascii === name
    ? `${how}; filename="${name}"`
    : `${how}; filename="${ascii}"; filename*=UTF-8''${exact}`
}
