/** A form that Twilio posts, and what it must become. The data that nobody here wrote has the same shape. */
export interface FormCase {
  id: string
  /** The raw body. AccountSid and, for statuses, MessageSid are put in by the test. */
  form: string
  /** What each word means stands in expect-message.ts and status-cases.test.ts; a word they don't know fails. */
  expect: Record<string, unknown>
}

const usual = {
  SmsMessageSid: 'SM5f0d1c2b3a49586776859403a2b1c0d1',
  NumMedia: '0',
  ProfileName: 'Joana Prado',
  SmsSid: 'SM5f0d1c2b3a49586776859403a2b1c0d1',
  WaId: '351912000111',
  SmsStatus: 'received',
  Body: 'Bom dia',
  To: 'whatsapp:+15550102030',
  NumSegments: '1',
  ReferralNumMedia: '0',
  MessageSid: 'SM5f0d1c2b3a49586776859403a2b1c0d1',
  AccountSid: 'AC00000000000000000000000000000000',
  From: 'whatsapp:+351912000111',
  ApiVersion: '2010-04-01',
}

/** Fields by name; null takes one out of the usual ones. */
type Fields = Record<string, string | null>

function encode(fields: Fields): string {
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== null)
  return new URLSearchParams(given).toString()
}

/** A customer's message: the usual fields of a WhatsApp text, with these over them. */
export function message(id: string, fields: Fields, expect: FormCase['expect']): FormCase {
  return { id, form: encode({ ...usual, ...fields }), expect }
}

/** The same with a raw piece behind it, for what no encoder writes. */
export function messageWith(
  id: string,
  raw: string,
  expect: FormCase['expect'],
  fields: Fields = {},
): FormCase {
  return { id, form: `${encode({ ...usual, ...fields })}&${raw}`, expect }
}

/** Form fields and nothing else. */
export function bare(id: string, fields: Fields, expect: FormCase['expect']): FormCase {
  return { id, form: encode(fields), expect }
}
