/** A file of a message: its bytes are on the shelf, and the phone finds them at `/_sim/media/:accountSid/:sid`. */
export interface KeptFile {
  sid: string
  /** What the message says it is: Twilio's MediaContentType. */
  contentType: string
  name: string | null
  bytes: number
}

/** What is carried as a file. */
export const fileKinds = ['image', 'video', 'voice', 'audio', 'document', 'sticker', 'contacts'] as const
export type FileKind = (typeof fileKinds)[number]

interface Text {
  kind: 'text'
  body: string
}

/** WhatsApp has one file a message; Twilio's form has room for ten. `contacts` are vCards. */
interface Files<File> {
  kind: FileKind
  /** What stands below it; often nothing. */
  body: string
  files: File[]
}

interface Location {
  kind: 'location'
  body: string
  latitude: number
  longitude: number
  label: string | null
  address: string | null
}

/**
 * What a customer's message carries; `body` is Twilio's Body in every kind.
 * @typeParam File how a file is known: kept, or as the control API was given it
 */
export type InboundContent<File = KeptFile> =
  | Text
  | Files<File>
  | Location
  /** A quick reply: the text of the button, and what the template hid behind it. */
  | { kind: 'button'; body: string; payload: string | null }
  /** A choice from a list: the title of the line, and its id. */
  | { kind: 'list'; body: string; id: string }
  /** A form of WhatsApp's that was filled in. */
  | { kind: 'flow'; body: string; answers: Record<string, unknown> }
  /** Whether the business may call. */
  | { kind: 'call_permission'; body: string; granted: boolean }
  /** `join two-words`, by which a phone enters Twilio's sandbox. */
  | { kind: 'sandbox_join'; body: string }
  /** What nobody has a name for yet: any further fields of the form. */
  | { kind: 'unknown'; body: string; fields: Record<string, string> }

/** What stands under a template: an answer to press, or a way out of WhatsApp. */
export interface TemplateButton {
  kind: 'quick_reply' | 'url' | 'phone' | 'copy_code'
  text: string
  /** The payload of an answer, the address, the number or the code. */
  value: string | null
}

/** What a template shows beside its words, filled in. */
export interface TemplateFace {
  name: string
  header: string | null
  /** Where its file is, which Twilio fetches before it leaves. */
  mediaUrl: string | null
  file: KeptFile | null
  footer: string | null
  buttons: TemplateButton[]
  /** The words on the button that opens the list; null where it has none. */
  listButton: string | null
  items: { id: string; title: string; description: string | null }[]
}

/** What a message to a customer carries. */
export type OutboundContent =
  | Text
  | Files<KeptFile>
  | Location
  | { kind: 'template'; body: string; contentSid: string; variables: string; face: TemplateFace }
  /** Files that Twilio is still to fetch, or could not. */
  | { kind: 'unfetched'; body: string; urls: string[] }

/** An advertisement or a post that led the customer here. */
export interface Referral<File = KeptFile> {
  body: string | null
  headline: string | null
  sourceId: string | null
  sourceType: string | null
  sourceUrl: string | null
  /** Meta's id of the click. */
  clickId: string | null
  file: File | null
}

/** What a customer's message stands in. */
export interface InboundContext<File = KeptFile> {
  forwarded: 'once' | 'often' | null
  /** The message it answers. */
  quotedSid: string | null
  referral: Referral<File> | null
}

/** A message that stands alone. */
export const noContext: InboundContext<never> = { forwarded: null, quotedSid: null, referral: null }

/** What a file of this media type is to whoever looks at it. */
export function fileKindOf(contentType: string): FileKind {
  const type = contentType.toLowerCase()
  if (type.startsWith('image/webp')) return 'sticker'
  if (type.startsWith('audio/ogg')) return 'voice'
  if (/^(text\/(x-)?vcard|application\/vcard)\b/.test(type)) return 'contacts'
  return (['image', 'video', 'audio'] as const).find((kind) => type.startsWith(`${kind}/`)) ?? 'document'
}

/** The files of a message, however it carries them. */
export function filesOf(content: InboundContent | OutboundContent): KeptFile[] {
  if (content.kind === 'template') return content.face.file === null ? [] : [content.face.file]
  return 'files' in content ? content.files : []
}

/** Where the file is that Twilio still has to fetch before a message leaves; undefined where there is none. */
export function awaitedUrl(content: OutboundContent): string | undefined {
  if (content.kind === 'unfetched') return content.urls[0] ?? ''
  if (content.kind !== 'template' || content.face.file !== null) return undefined
  return content.face.mediaUrl ?? undefined
}
