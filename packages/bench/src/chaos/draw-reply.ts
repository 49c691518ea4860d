import { makeFile, type FileKind, type MadeFile } from '../files.js'

/** One message that a reply becomes, and by what it is known on either side. */
export interface ReplyPart {
  /** What tells it apart at Twilio: its words, or the name of its file where it has none. */
  body: string
  /** What the inbox shows of its words. */
  shownBody: string
  fileName?: string
}

/** What a member sends. */
export interface DrawnReply {
  /** More than one where it is a text that leaves in several messages. */
  parts: ReplyPart[]
  /** Whether Twilio can be told to do something to it: faults find a message by its words. */
  takesFaults: boolean
  file?: MadeFile
  /** What is asked for, beside the clientId. */
  request: (ids: ReplyIds) => object
}

/** What a request may have to name. */
export interface ReplyIds {
  /** Of its file, once that is uploaded; empty where it has none. */
  mediaId: string
  /** The org's template of `reminder`. */
  templateId: string
}

/** A template that the simulated Twilio has for every account. */
export const reminder = 'appointment_reminder'

/** Two of them are more than one message takes, and one alone is more than a third: each leaves on its own. */
const paragraph = 'We looked at it today, and there is more to say than fits into a line. '.repeat(14)

/** What a member can send, by kind. */
const kinds: Record<string, (mark: string) => DrawnReply> = {
  'long text': (mark) => {
    const parts = [1, 2, 3].map((number) => `${paragraph}[${mark}] ${number}`)
    return {
      parts: parts.map((body) => ({ body, shownBody: body })),
      takesFaults: true,
      request: () => ({ content: { kind: 'text', body: parts.join('\n\n') } }),
    }
  },
  image: (mark) => {
    const body = `It looks like this [${mark}]`
    const plain = drawFile('image', mark)
    return {
      ...plain,
      parts: plain.parts.map((part) => ({ ...part, body, shownBody: body })),
      takesFaults: true,
      request: ({ mediaId: id }) => ({ content: { kind: 'image', body, media: [{ id }] } }),
    }
  },
  document: (mark) => drawFile('document', mark),
  voice: (mark) => drawFile('voice', mark),
  template: drawTemplate,
  location: (mark) => {
    const label = `The shop [${mark}]`
    return {
      parts: [{ body: label, shownBody: '' }],
      takesFaults: true,
      request: () => ({ content: { kind: 'location', latitude: 52.52, longitude: 13.4, label } }),
    }
  },
}

function drawTemplate(mark: string): DrawnReply {
  const values = { 1: 'Maria', 2: `Thursday [${mark}]` }
  const body = `Hi ${values[1]}, this is a reminder of your appointment on ${values[2]}. Just reply here to move it.`
  return {
    parts: [{ body, shownBody: body }],
    takesFaults: true,
    request: ({ templateId }) => ({ content: { kind: 'template', templateId, values } }),
  }
}

function drawFile(kind: FileKind, mark: string): DrawnReply {
  const file = makeFile(kind, mark)
  return {
    parts: [{ body: file.name, shownBody: '', fileName: file.name }],
    takesFaults: false,
    file,
    request: ({ mediaId: id }) => ({ content: { kind, media: [{ id }] } }),
  }
}

/** The kinds that are more than a line of text. */
export const richKinds = Object.keys(kinds)

/**
 * @param mark stands in it, and in no other
 * @param kind one of `richKinds`; a line of text where it is none
 */
export function drawReply(mark: string, kind: string | undefined): DrawnReply {
  const rich = kinds[kind ?? '']?.(mark)
  if (rich) return rich
  const body = `Thanks, I will look into it [${mark}]`
  return { parts: [{ body, shownBody: body }], takesFaults: true, request: () => ({ body }) }
}
