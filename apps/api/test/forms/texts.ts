import { bare, message, type FormCase } from './form-case.js'

const emoji = '👩🏽‍🚀 está pronta 🎉'
const long = 'ã'.repeat(1600)

/** Messages that are only text. */
export const texts: FormCase[] = [
  message('text', {}, { text: 'Bom dia', sid: 'SM5f0d1c2b3a49586776859403a2b1c0d1', stored: 1 }),
  message('emoji of several characters', { Body: emoji }, { text: emoji }),
  message('right to left', { Body: 'السلام عليكم\u200f!' }, { text: 'السلام عليكم\u200f!' }),
  message('several lines', { Body: 'um\ndois\r\ntrês' }, { text: 'um\ndois\r\ntrês' }),
  message('signs of a form', { Body: 'a=1&b=2%20+c' }, { text: 'a=1&b=2%20+c' }),
  message('markup', { Body: '<script>*x*</script>' }, { text: '<script>*x*</script>' }),
  message('as long as may be', { Body: long }, { text: long, text_length: 1600 }),
  message('empty', { Body: '' }, { text: '', stored: 1 }),
  message('no Body', { Body: null }, { text: '', stored: 1 }),
  message('spaces', { Body: '  ' }, { text: '  ' }),
  message('NUL', { Body: 'an\0them' }, { text: 'anthem' }),
  message('base64', { Body: 'SGVsbG8=' }, { text: 'SGVsbG8=' }),
  message('opt-out word', { Body: 'STOP' }, { text: 'STOP', stored: 1 }),
  message('sandbox join', { Body: 'join blue-otter' }, { text: 'join blue-otter' }),
  bare(
    'the fewest fields',
    {
      MessageSid: 'SM11112222333344445555666677778888',
      AccountSid: 'AC0',
      From: 'whatsapp:+351912000111',
      To: 'whatsapp:+15550102030',
      Body: 'curto',
    },
    { text: 'curto', stored: 1 },
  ),
  message(
    'only the old names of the sid',
    { MessageSid: null, SmsSid: 'SMaaaa', SmsMessageSid: 'SMaaaa' },
    { sid: 'SMaaaa', stored: 1 },
  ),
  message(
    'three sids that differ',
    { MessageSid: 'SM1', SmsSid: 'SM2', SmsMessageSid: 'SM3' },
    { sid: 'SM1' },
  ),
  message(
    'SMS with places',
    {
      From: '+351912000111',
      To: '+15550102030',
      FromCity: 'LISBOA',
      FromCountry: 'PT',
      ToZip: '',
      ToState: 'CA',
    },
    { text: 'Bom dia', from_: '+351912000111', to: '+15550102030' },
  ),
  message(
    'short code in a Messaging Service',
    { To: '73939', MessagingServiceSid: 'MG99998888777766665555444433332222' },
    { text: 'Bom dia', to: '73939' },
  ),
]
