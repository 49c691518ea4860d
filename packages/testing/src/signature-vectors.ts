/** One X-Twilio-Signature and what it stands for. */
export interface SignatureVector {
  id: string
  token: string
  url: string
  /** The fields of a form by name; null stands for a field without a value. Null where there is a body. */
  params: Record<string, string | string[] | null> | null
  /** A body that is no form: its hash stands in the URL. */
  body: string | null
  /** Null where the request came without one. */
  signature: string | null
  expect_valid: boolean
}

const token = '5f2c9e1b7a'
const form = { MessageSid: 'SM77', Body: 'Oi, tudo bem?', From: 'whatsapp:+5511987654321', NumMedia: '0' }

type Row<Sent> = [id: string, valid: boolean, url: string, sent: Sent, signature: string | null]

/**
 * Written by hand from https://www.twilio.com/docs/usage/security#validating-requests, the signatures made with
 * `openssl dgst -sha1 -hmac`: neither Twilio's SDK nor code of ours had a part in them.
 */
const forms: Row<Record<string, string | string[] | null>>[] = [
  ['form', true, 'https://inbox.example/hooks/whatsapp?org=7&lang=pt', form, 'yAsbJvMhKnjZrmJRM9DE7oJzKp8='],
  [
    'wrong',
    false,
    'https://inbox.example/hooks/whatsapp?org=7&lang=pt',
    form,
    'Xh/oN//kdcOTGp4tuzvcXquj8Aw=',
  ],
  ['no base64', false, 'https://inbox.example/hooks/whatsapp?org=7&lang=pt', form, 'not a signature'],
  ['missing', false, 'https://inbox.example/hooks/whatsapp?org=7&lang=pt', form, null],
  ['empty', false, 'https://inbox.example/hooks/whatsapp?org=7&lang=pt', form, ''],
  ['cut short', false, 'https://inbox.example/hooks/whatsapp?org=7&lang=pt', form, 'yAsbJvMhKnjZrmJRM9DE'],
  [
    'a field changed',
    false,
    'https://inbox.example/hooks/whatsapp?org=7&lang=pt',
    { MessageSid: 'SM77', Body: 'Oi', From: 'whatsapp:+5511987654321', NumMedia: '0' },
    'yAsbJvMhKnjZrmJRM9DE7oJzKp8=',
  ],
  [
    'a field more',
    false,
    'https://inbox.example/hooks/whatsapp?org=7&lang=pt',
    { MessageSid: 'SM77', Body: 'Oi, tudo bem?', From: 'whatsapp:+5511987654321', NumMedia: '0', Added: '1' },
    'yAsbJvMhKnjZrmJRM9DE7oJzKp8=',
  ],
  [
    'another query',
    false,
    'https://inbox.example/hooks/whatsapp?org=7&lang=pt&x=1',
    form,
    'yAsbJvMhKnjZrmJRM9DE7oJzKp8=',
  ],
  [
    'signed in the order sent',
    false,
    'https://inbox.example/hooks/whatsapp?org=7&lang=pt',
    form,
    '7QqI1EHLlRZT1fBM3vWgvopbzgY=',
  ],
  [
    'no fields',
    true,
    'https://inbox.example/hooks/whatsapp?org=7&lang=pt',
    {},
    'Tf+t2TRlGrSLq8SXbfNSBR6wOmw=',
  ],
  ['http', true, 'http://inbox.example/hook', form, 'cjmsnVoIzkXk/V8UmWyr6X5xud4='],
  ['http for https', false, 'https://inbox.example/hook', form, 'cjmsnVoIzkXk/V8UmWyr6X5xud4='],
  [
    'port in the URL, none signed',
    true,
    'https://inbox.example:8443/hook',
    form,
    'kM5VWFw6+KMjafNoeg/q+aNurUs=',
  ],
  ['port in the URL, signed', true, 'https://inbox.example:8443/hook', form, '6n+sZJ7+xAwK0NRPIX0TOYVaGL0='],
  ['another port signed', false, 'https://inbox.example:8443/hook', form, 'wPWBk2rfiNeYmSw7HsC3Oand94w='],
  [
    'no port in the URL, 443 signed',
    true,
    'https://inbox.example/hook',
    form,
    'qERJduPEfbeH/GLNx5xU9aMQCl4=',
  ],
  ['no port in the URL, 80 signed', true, 'http://inbox.example/hook', form, 'VSI5v7+ZcOMLIADkVBai2l85OM8='],
  ['user and password', true, 'https://me:secret@inbox.example/hook', form, 'UyQ3LIl/HxigtgVkl0MOFCM7uTA='],
  ['user and 443 signed', true, 'https://me@inbox.example/hook', form, 'JkDIVrHCTaP4HTRzHb0vSeYgX+Y='],
  ['host in capitals', true, 'https://Inbox.Example/hook', form, 'yzhJLk1t75xKpxWFNnQ9jHbcgZU='],
  [
    'host in capitals, small signed',
    false,
    'https://Inbox.Example:8443/hook',
    form,
    'kM5VWFw6+KMjafNoeg/q+aNurUs=',
  ],
  ['two slashes', true, 'https://inbox.example//hook', form, 'BhaHyB9XFafyVOVO5N2ZR0YoWU0='],
  [
    'letters beyond ASCII in the URL',
    true,
    'https://inbox.example/olá?ação=sim',
    form,
    'vbN+24PHwg67GFfS6NTvlRgXTVs=',
  ],
  [
    'a name twice',
    true,
    'https://inbox.example/hooks/whatsapp?org=7&lang=pt',
    { Media: ['b', 'a', 'b'] },
    'PBglo73An8mMyUTo28RbwqI9U1s=',
  ],
  [
    'a name twice, every value signed',
    false,
    'https://inbox.example/hooks/whatsapp?org=7&lang=pt',
    { Media: ['b', 'a', 'b'] },
    'Rxs+uj2hZ/D+Cz5TzdpMpn8nvmU=',
  ],
  [
    'names that others begin with',
    true,
    'https://inbox.example/hooks/whatsapp?org=7&lang=pt',
    { Sid: '1', SidAccount: '2' },
    '/hM4Z6zCw1cj91P8NG8ojAl7QGI=',
  ],
  [
    'capitals before small letters',
    true,
    'https://inbox.example/hooks/whatsapp?org=7&lang=pt',
    { a: '1', B: '2' },
    'r7kKmZiA0zo65tgdiwJKf6zuTdQ=',
  ],
  [
    'brackets and dots are names',
    true,
    'https://inbox.example/hooks/whatsapp?org=7&lang=pt',
    { 'a[b]': '1', 'a[0]': '2', 'MessagingBinding.Address': '3' },
    'osRoVoQnUPBcGT3cZ7TTIjzeh9s=',
  ],
  [
    'names of Object',
    true,
    'https://inbox.example/hooks/whatsapp?org=7&lang=pt',
    { constructor: '1', toString: '2' },
    'rc784y/wLZ2UpRfFVbH4MH97lE8=',
  ],
  [
    'empty values',
    true,
    'https://inbox.example/hooks/whatsapp?org=7&lang=pt',
    { Body: '', Label: null },
    'AWP7udHF+67ZKLYN3N7KJtqhBZA=',
  ],
  [
    'signs, spaces and emoji',
    true,
    'https://inbox.example/hooks/whatsapp?org=7&lang=pt',
    { Body: ' 50 % + 1 = “more” & <b> 🎉' },
    '1JuRn+zJXYVq5XZwM6IeEtUNq9E=',
  ],
]

const bodies: Row<string>[] = [
  [
    'JSON',
    true,
    'https://inbox.example/hook?bodySHA256=3da6b2782ed2d337f18bfcdccf04cdadb58f57acb3db48865d168e6883d22bd1',
    '{"event":"ready","n":1}',
    '4v1a3JYBIZGr318lIRwUVrrOUiU=',
  ],
  [
    'JSON beside other fields',
    true,
    'https://inbox.example/hook?a=1&bodySHA256=3da6b2782ed2d337f18bfcdccf04cdadb58f57acb3db48865d168e6883d22bd1',
    '{"event":"ready","n":1}',
    'aSjWL7Pve2I8dbV1nPthuzEYCbc=',
  ],
  [
    'JSON changed',
    false,
    'https://inbox.example/hook?bodySHA256=3da6b2782ed2d337f18bfcdccf04cdadb58f57acb3db48865d168e6883d22bd1',
    '{"event":"ready","n":2}',
    '4v1a3JYBIZGr318lIRwUVrrOUiU=',
  ],
  [
    'JSON without its hash',
    false,
    'https://inbox.example/hook',
    '{"event":"ready","n":1}',
    'wHfp0BgTk2EUbM169fC2nbKkX/U=',
  ],
  [
    'JSON, wrong',
    false,
    'https://inbox.example/hook?bodySHA256=3da6b2782ed2d337f18bfcdccf04cdadb58f57acb3db48865d168e6883d22bd1',
    '{"event":"ready","n":1}',
    'lXohz3wRMi6bKl1phvpewA2J8q0=',
  ],
]

export const signatureVectors: SignatureVector[] = [
  ...forms.map(([id, expect_valid, url, params, signature]) => ({
    id,
    token,
    url,
    params,
    body: null,
    signature,
    expect_valid,
  })),
  ...bodies.map(([id, expect_valid, url, body, signature]) => ({
    id,
    token,
    url,
    params: null,
    body,
    signature,
    expect_valid,
  })),
]
