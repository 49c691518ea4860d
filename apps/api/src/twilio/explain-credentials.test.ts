import { expect, it } from 'vitest'
import { explainCredentials } from './explain-credentials.js'

const answer = (status: number, message: string) => Object.assign(new Error(message), { status })

it.each([
  [async () => ({ status: 'active', friendlyName: 'Studio' }), true, 'works', 'Studio', /“Studio”/],
  [async () => ({ status: 'closed', friendlyName: 'Studio' }), false, 'accountState', 'closed', /is closed/],
  [
    () => Promise.reject(answer(401, 'Authenticate')),
    false,
    'mismatch',
    'Authenticate',
    /Auth Token.*Authenticate/,
  ],
  [() => Promise.reject(answer(404, 'No such')), false, 'unknownAccount', 'No such', /know.*No such/],
  [() => Promise.reject(answer(418, 'Teapot')), false, 'trouble', 'Teapot (418)', /Teapot \(418\)/],
  [() => Promise.reject(new Error('accountSid must start with AC')), false, 'notASid', '', /starts with AC/],
])(
  'says what Twilio found, in a sentence and for programs with words of their own (%#)',
  async (ask, ok, kind, says, words) => {
    const result = await explainCredentials(ask)
    expect(result).toEqual({ ok, message: expect.stringMatching(words), finding: { kind, says } })
  },
)
