import { awaitedUrl, fileKindOf } from '../content.js'
import { keepFile } from '../media.js'
import type { OutboundMessage } from '../model.js'
import { newSid } from '../new-sid.js'
import type { CallbackParts } from './callbacks.js'
import { fetchFile } from './fetch-file.js'

/**
 * Gets the file of an accepted message, keeps it and puts it in. WhatsApp has one a message: of several addresses the
 * first counts (Twilio's help centre, “Sending and Receiving Media with WhatsApp Messaging”).
 * @returns Twilio's error code when it could not be had or is not taken
 */
export async function fetchMedia(
  { media, clock, exchanges, store }: CallbackParts,
  message: OutboundMessage,
): Promise<number | undefined> {
  const { content, accountSid, sid: messageSid } = message
  const url = awaitedUrl(content)
  if (url === undefined) return undefined
  const fetched = await fetchFile(url, exchanges)
  if ('errorCode' in fetched) return fetched.errorCode
  const place = { sid: newSid('ME'), accountSid, messageSid, createdAtMs: clock.now() }
  const file = keepFile(media, { ...fetched, ...place })
  message.content =
    content.kind === 'template'
      ? { ...content, face: { ...content.face, file } }
      : { kind: fileKindOf(fetched.contentType), body: content.body, files: [file] }
  store.touched(message)
  return undefined
}
