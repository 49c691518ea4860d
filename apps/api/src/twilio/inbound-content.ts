import type { MessageContent, Place } from '@cloudpa/contracts/content'
import type { Medium } from '@cloudpa/contracts/media'
import { readAddress } from './address.js'
import type { Fields } from './channel-metadata.js'
import { clip } from '../platform/clip-text.js'
import { readText } from './form-text.js'
import { readFlowData, readInteractiveData } from './interactive-answer.js'

/** So many fields of a form that says nothing known are kept to be looked at, each as long as any other text. */
const maxFields = 40
/** What the forms of every kind have, and what stands elsewhere: nothing that would explain an unknown one. */
const ordinary =
  /^(MessageSid|SmsSid|SmsMessageSid|AccountSid|MessagingServiceSid|From|To|Body|(Referral)?NumMedia|NumSegments|SmsStatus|ApiVersion|ProfileName|WaId|ChannelMetadata|(Parent)?ExternalUserId|(Profile)?Username|(From|To)(City|State|Zip|Country))$/

type Reader = (form: Fields, body: string) => MessageContent | undefined

/**
 * Reads what a customer's form says. Values that make no sense are taken for absent.
 * @param media the files it names, which come before all else: nothing of them may be lost
 */
export function readInboundContent(form: Fields, body: string, media: Medium[]): MessageContent {
  const [first] = media
  if (first) {
    if (isCard(first)) return { kind: 'contacts', v: 1, body, media, contacts: [] }
    return { kind: first.kind, v: 1, body, media }
  }
  for (const read of readers) {
    const content = read(form, body)
    if (content) return content
  }
  if (body.trim() !== '') return { kind: 'text', v: 1, body }
  return { kind: 'unknown', v: 1, body, fields: readFields(form) }
}

const isCard = ({ contentType }: Medium) => /^text\/(x-)?(vcard|directory)\b/i.test(contentType ?? '')

/** The first that knows what it reads. */
const readers: Reader[] = [
  readLocation,
  readCallPermission,
  readButton,
  readList,
  readAnswer,
  readSandboxJoin,
]

function readLocation(form: Fields, body: string): MessageContent | undefined {
  const place = readPlace(form)
  return place && { kind: 'location', v: 1, body, ...place }
}

function readPlace(form: Fields): Place | undefined {
  const [latitude, longitude] = [readDegrees(form.get('Latitude')), readDegrees(form.get('Longitude'))]
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return undefined
  return { latitude, longitude, label: readText(form, 'Label'), address: readText(form, 'Address') }
}

/** No coordinate is written longer. A form may hold a quarter of a million digits, which a pattern would go over and over. */
const longestDegrees = 40

/** Not a number for what is none, where `Number` would read a space as 0. */
function readDegrees(text: string | undefined): number {
  if (!text || text.length > longestDegrees) return Number.NaN
  return /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN
}

function readCallPermission(form: Fields, body: string): MessageContent | undefined {
  const answer = form.get('ButtonPayload')?.trim().toUpperCase()
  if (body.trim().toUpperCase() !== 'VOICE_CALL_REQUEST') return undefined
  if (answer !== 'ACCEPTED' && answer !== 'REJECTED') return undefined
  return { kind: 'call_permission', v: 1, body, granted: answer === 'ACCEPTED' }
}

/** Only WhatsApp has buttons: what an SMS says beside its words is nothing that anybody pressed. */
function readButton(form: Fields, body: string): MessageContent | undefined {
  if (!isWhatsApp(form)) return undefined
  const [text, payload] = [readText(form, 'ButtonText'), readText(form, 'ButtonPayload')]
  return text === null && payload === null ? undefined : { kind: 'button', v: 1, body, text, payload }
}

const isWhatsApp = (form: Fields) =>
  ['From', 'To'].some((field) => /^\s*whatsapp:/i.test(form.get(field) ?? ''))

function readList(form: Fields, body: string): MessageContent | undefined {
  const [id, title] = [readText(form, 'ListId'), readText(form, 'ListTitle')]
  return id === null && title === null ? undefined : { kind: 'list', v: 1, body, id, title }
}

/** Twilio tells what was chosen or filled in as JSON, in one field or both; FlowData is plainer. */
function readAnswer(form: Fields, body: string): MessageContent | undefined {
  const [flow, interactive] = [form.get('FlowData'), form.get('InteractiveData')]
  if (flow) return { v: 1, body, ...readFlowData(flow) }
  return interactive ? { v: 1, body, ...readInteractiveData(interactive) } : undefined
}

/** `join two-words`, which opens Twilio's sandbox to a phone (https://www.twilio.com/docs/whatsapp/sandbox). */
function readSandboxJoin(form: Fields, body: string): MessageContent | undefined {
  const isSandbox = readAddress(form.get('To'))?.value === '+14155238886'
  return isSandbox && /^\s*join\s+[\p{L}\d]+(-[\p{L}\d]+)+\s*$/iu.test(body)
    ? { kind: 'sandbox_join', v: 1, body }
    : undefined
}

/** What a form says beyond what every one does; where that is nothing, all that it says. */
function readFields(form: Fields): { name: string; value: string }[] {
  const strange = form.names.filter((name) => !ordinary.test(name))
  const names = strange.length > 0 ? strange : form.names.filter((name) => !/^(AccountSid|Body)$/.test(name))
  return names.slice(0, maxFields).map((name) => ({ name: clip(name), value: readText(form, name) ?? '' }))
}
