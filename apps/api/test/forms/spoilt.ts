import { bare, message, messageWith, type FormCase } from './form-case.js'

/** Forms nobody would design: Twilio adds fields without notice, and strangers and broken proxies add the rest. */
export const spoilt: FormCase[] = [
  message(
    'fields nobody knows',
    { 'MessagingBinding.Address': '+1', 'a[b][0]': 'x', 'Next-Year': '1', Ünïcode: 'ü' },
    { text: 'Bom dia', stored: 1 },
  ),
  message(
    'names of Object',
    { constructor: '1', toString: '2', hasOwnProperty: '3' },
    { text: 'Bom dia', no_crash: true },
  ),
  messageWith('prototype', '__proto__=1&__proto__[x]=2', { text_if_accepted: 'Bom dia', no_crash: true }),
  messageWith('fields without values', 'bare&=nameless&&empty=', { text: 'Bom dia' }),
  messageWith('a field twice: the first counts', 'Body=second', { text: 'Bom dia' }),
  messageWith('broken escapes', 'x=%&y=%zz&z=100%', { text: 'Bom dia', stored: 1 }),
  messageWith('bytes that are no UTF-8', 'Body=caf%e9', { text: 'caf\ufffd', stored: 1 }, { Body: null }),
  messageWith(
    'half a character',
    'Body=%ed%a0%bd',
    { text: '\ufffd\ufffd\ufffd', stored: 1 },
    { Body: null },
  ),
  messageWith('NUL everywhere', 'Label=%00&ButtonText=%00&x%00y=1', { text: 'Bom dia', stored: 1 }),
  messageWith('not escaped at all', 'Body=50% off: a,b;c', { text: '50% off: a,b;c' }, { Body: null }),
  message(
    'a sid longer than any index',
    { MessageSid: `SM${'9'.repeat(4000)}` },
    { stored: 0, no_crash: true },
  ),
  message(
    'a sender longer than any index',
    { From: `whatsapp:${'x'.repeat(4000)}` },
    { stored: 0, no_crash: true },
  ),
  message('no sender', { From: null }, { stored: 0, no_crash: true }),
  message('empty sender', { From: 'whatsapp:' }, { stored: 0, no_crash: true }),
  message('no sid', { MessageSid: null, SmsSid: null, SmsMessageSid: null }, { stored: 0, no_crash: true }),
  bare(
    'no account',
    { MessageSid: 'SM1', From: 'whatsapp:+351912000111', Body: 'x' },
    { http: '4xx', stored: 0 },
  ),
  { id: 'nothing', form: '', expect: { http: '4xx', stored: 0 } },
  { id: 'a space', form: ' ', expect: { http: '4xx', stored: 0 } },
  { id: 'JSON', form: '{"Body":"no form"}', expect: { http: '4xx', stored: 0 } },
  { id: 'a page', form: '<html><body>504</body></html>', expect: { http: '4xx', stored: 0 } },
]

/** Bodies and names that broke other software. */
export const strangeTexts = [
  'null',
  'undefined',
  'NaN',
  '-1',
  '1e309',
  '0x0',
  "'; DROP TABLE message; --",
  '{{7*7}} ${7*7} %s %n',
  '../../etc/passwd\\',
  'Ω≈ç√∫˜µ≤≥÷',
  '田中さんにあげて下さい',
  'Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮',
  '\u202eright to left\u202c',
  '\ufeffbyte order mark',
  '\u200b\u200c\u200d\u2060',
  '\u0007bell\u001b[31mred',
  'first\u2028second\u2029third',
  'a\0b',
  '🏳️‍🌈🇵🇹👨‍👩‍👧‍👦',
  '"',
  '\\u0000',
  'true',
  ' leading and trailing ',
  'x'.repeat(4096),
]

/** Further fields whose names other parsers take apart; they count for the signature as they stand. */
export const furtherFields = [
  'a[b]=c',
  'a[]=1&a[]=2',
  'a[0]=1&a[b][c]=2&a=3',
  'a.b=1',
  '[]=x&[=y&]=z',
  'a%5Bb%5D=c',
  'a=b=c',
  'a;b=c',
  'toString=1&valueOf=2',
  '__proto__[polluted]=1',
  'empty=&alone',
  'ü=%C3%BC&%FC=latin',
  'plus=a+b%2Bc',
  'same=2&same=1&same=2',
]
