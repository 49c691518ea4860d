import { maxBodyLength, takesCaption } from '@cloudpa/contracts/send-limits'
import type { Carried } from '../sending/carried'
import type { TrayFile } from '../sending/tray'

/** What leaves as one message. */
export interface ToSend {
  body: string
  carried?: Carried
}

/** Whether the words leave under the file: it is alone, and WhatsApp shows words under it. */
export function isCaption(files: readonly TrayFile[], text: string): boolean {
  const [only, ...others] = files.filter(({ fault }) => !fault)
  return only !== undefined && others.length === 0 && takesCaption(only.kind) && text.length <= maxBodyLength
}

/** The messages that files and words are, in the order in which they leave: WhatsApp takes one file in each. */
export function toSend(files: readonly TrayFile[], text: string): ToSend[] {
  const whole = files.filter(({ fault, isComing }) => !fault && !isComing)
  const isUnder = isCaption(whole, text)
  const messages = whole.map((file): ToSend => ({ body: isUnder ? text : '', carried: { file } }))
  return text && !isUnder ? [...messages, { body: text }] : messages
}
