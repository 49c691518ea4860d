import type { FormCase } from './form-case.js'

const sid = 'SMeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee'
const usual = {
  SmsSid: sid,
  MessageSid: sid,
  ChannelToAddress: '+351912000111',
  To: 'whatsapp:+351912000111',
  ChannelPrefix: 'whatsapp',
  AccountSid: 'AC00000000000000000000000000000000',
  From: 'whatsapp:+15550102030',
  ApiVersion: '2010-04-01',
}

/** A status callback: the usual fields of a WhatsApp one, with these over them; null takes one out. */
function status(
  id: string,
  word: string,
  expect: FormCase['expect'],
  fields: Record<string, string | null> = {},
): FormCase {
  const all = { ...usual, SmsStatus: word, MessageStatus: word, ...fields }
  const given = Object.entries(all).filter((field): field is [string, string] => field[1] !== null)
  return { id, form: new URLSearchParams(given).toString(), expect }
}

const failed = (code: string) => ({ ErrorCode: code, ErrorMessage: '' })

/** Status callbacks of our own making: each of Twilio's words, and each way in which a callback may be odd. */
export const statusForms: FormCase[] = [
  status('accepted', 'accepted', { status: 'queued' }),
  status('scheduled', 'scheduled', { status: 'queued' }),
  status('queued', 'queued', { status: 'queued' }),
  status('sending', 'sending', { status: 'queued' }),
  status('sent', 'sent', { status: 'sent' }, { StructuredMessage: 'false' }),
  status('partially delivered', 'partially_delivered', { status: 'sent' }),
  status('delivered', 'delivered', { status: 'delivered' }, { EventType: 'DELIVERED' }),
  status('read', 'read', { status: 'read' }, { EventType: 'READ' }),
  status('undelivered', 'undelivered', { status: 'failed', error: '63024' }, failed('63024')),
  status('failed', 'failed', { status: 'failed', error: '30008' }, failed('30008')),
  status('canceled', 'canceled', { status: 'failed' }),
  status('receiving: no word for a reply', 'receiving', { status: 'queued' }),
  status('received: no word for a reply', 'received', { status: 'queued' }),
  status('the window closed', 'failed', { status: 'failed', error: '63016' }, failed('63016')),
  status(
    'they opted out',
    'failed',
    { status: 'failed', error: '21610', contact_opted_out: true },
    failed('21610'),
  ),
  status('a code of next year', 'failed', { status: 'failed', error: '69999' }, failed('69999')),
  status('failed without a code', 'failed', { status: 'failed' }),
  status(
    'with a text of its own',
    'failed',
    { status: 'failed', error: '30003' },
    {
      ErrorCode: '30003',
      ErrorMessage: 'Unreachable destination handset',
      ChannelStatusMessage: 'Kanal',
    },
  ),
  status('sids that differ: MessageSid counts', 'delivered', { status: 'delivered' }, { SmsSid: 'SMother' }),
  status('only the old names', 'read', { status: 'read' }, { MessageSid: null, MessageStatus: null }),
  status(
    'nothing but sid and status',
    'sent',
    { status: 'sent' },
    {
      ...Object.fromEntries(Object.keys(usual).map((name) => [name, null])),
      MessageSid: sid,
    },
  ),
  status(
    'through a Messaging Service',
    'sent',
    { status: 'sent' },
    {
      MessagingServiceSid: 'MG99998888777766665555444433332222',
    },
  ),
  status(
    'with fields nobody knows',
    'delivered',
    { status: 'delivered', no_crash: true },
    {
      RawDlrDoneDate: '2611211200',
      'a[b]': 'c',
      __proto__x: '1',
    },
  ),
  status('a word nobody knows', 'teleported', { http: '2xx-ignored or 4xx' }),
  status('a word of Object', 'constructor', { http: '2xx-ignored or 4xx', no_crash: true }),
  status('no word', '', { http: '2xx-ignored or 4xx' }),
  { id: 'nothing', form: '', expect: { http: '2xx-ignored or 4xx', no_crash: true } },
  { id: 'JSON', form: '{"MessageStatus":"read"}', expect: { http: '2xx-ignored or 4xx', no_crash: true } },
]
