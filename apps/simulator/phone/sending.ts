import { call, type Content, type Context, type FileKind } from './api.js'
import { faultOf } from './file-faults.js'
import { state, customer, nowMs, target } from './state.js'

/** A file as the control API takes it. */
interface GivenFile {
  contentType: string
  name?: string
  base64?: string
}

/** What a customer can send, with files by their bytes. */
export type GivenContent =
  | Exclude<Content, { files: unknown } | { kind: 'template' | 'unfetched' }>
  | { kind: FileKind; body: string; files: GivenFile[] }

/** An advertisement that led here; what is left out is none. */
export type GivenReferral = Partial<
  Record<'headline' | 'body' | 'sourceUrl' | 'sourceType' | 'sourceId', string>
>

/** What stands around a message, beside what the composer says. */
export interface GivenContext {
  quotedSid?: string
  referral?: GivenReferral
}

/**
 * Sends as the open customer, as the composer and the options say: as an answer, forwarded, twice.
 * @throws with a sentence where the simulator refuses it; the composer's marks are then as they were
 */
export async function sendContent(content: GivenContent, given: GivenContext = {}): Promise<void> {
  const [person, number] = [customer(), target()]
  if (person === undefined || number === undefined) throw new Error('Choose a customer and a number first.')
  const { reply, forwarded, sendTwice, agoMs } = state
  const marks = { reply, forwarded, sendTwice, agoMs }
  Object.assign(state, { reply: null, forwarded: null, sendTwice: false, agoMs: 0 })
  const quotedSid = given.quotedSid ?? marks.reply?.sid ?? null
  const context: Partial<Omit<Context, 'referral'>> & { referral: GivenReferral | null } = {
    forwarded: marks.forwarded,
    quotedSid,
    referral: given.referral ?? null,
  }
  try {
    await call('POST', '/messages', {
      accountSid: number.accountSid,
      to: number.number,
      from: person.id,
      content,
      context,
      times: marks.sendTwice ? 2 : 1,
      ...(agoMs === 0 ? {} : { at: new Date(nowMs() - agoMs).toISOString() }),
    })
  } catch (error) {
    Object.assign(state, marks)
    throw error
  }
}

/** Sends a file, served as badly as the options say; `wanted` where it isn't to go as what it looks like. */
export async function sendFile(file: File, body: string, wanted?: FileKind): Promise<void> {
  const contentType = file.type === '' ? 'application/octet-stream' : file.type
  const name = file.name === '' ? {} : { name: file.name }
  const fault = state.fileFault
  const asWanted = { contentType, ...name, base64: await readBase64(file) }
  state.fileFault = 'none'
  try {
    const files = [faultOf(fault).spoil(asWanted)]
    await sendContent({ kind: wanted ?? kindOf(contentType), body, files })
  } catch (error) {
    state.fileFault = fault
    throw error
  }
}

/** What a file goes as that nobody chose a kind for. */
function kindOf(contentType: string): FileKind {
  if (/^text\/(x-)?vcard/.test(contentType)) return 'contacts'
  const family = contentType.split('/')[0]
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'document'
}

/** A sent file's bytes in base64. */
async function readBase64(file: Blob): Promise<string> {
  const address = await new Promise<string>((done, fail) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => done(String(reader.result)))
    reader.addEventListener('error', () => fail(reader.error))
    reader.readAsDataURL(file)
  })
  return address.slice(address.indexOf(',') + 1)
}
