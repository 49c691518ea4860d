import { expect, it } from 'vitest'
import { upgradedState } from './upgrade-state.js'

const both = {
  accountSid: 'AC1',
  from: 'whatsapp:+1',
  to: 'whatsapp:+2',
  status: 'read',
  errorCode: null,
  messagingServiceSid: null,
  numMedia: 0,
  customerId: 'maria',
  createdAtMs: 1,
  updatedAtMs: 2,
  sentAtMs: 3,
  statusCallback: 'http://x/status',
  plannedErrorCode: null,
  statuses: [],
  seen: true,
  deliveries: [],
}
const saved = {
  version: 1,
  accounts: [{ sid: 'AC1', authToken: 't', numbers: [{ number: 'whatsapp:+2', webhookUrl: 'http://x' }] }],
  customers: [],
  messages: [
    {
      ...both,
      sid: 'SM1',
      direction: 'inbound',
      body: 'Hi',
      template: false,
      form: [['Body', 'Hi']],
      url: 'http://x',
    },
    { ...both, sid: 'SM2', direction: 'inbound', body: 'Before', template: false, form: null, url: null },
    { ...both, sid: 'SM3', direction: 'outbound', body: 'Yes', template: false, form: null, url: null },
    {
      ...both,
      sid: 'SM4',
      direction: 'outbound',
      body: 'T',
      template: true,
      plannedErrorCode: 63024,
      form: null,
      url: null,
    },
  ],
  windows: [],
  invented: 0,
  helloCount: 0,
}

it('takes over what an older simulator kept', () => {
  const { version, accounts, messages } = upgradedState(saved)
  expect([version, accounts]).toEqual([
    3,
    [
      expect.objectContaining({
        authToken: 't',
        apiKeys: [],
        numbers: [expect.objectContaining({ fallbackUrl: null })],
      }),
    ],
  ])
  expect(messages).toMatchObject([
    {
      sid: 'SM1',
      content: { kind: 'text', body: 'Hi' },
      posted: { url: 'http://x', form: [['Body', 'Hi']] },
    },
    { sid: 'SM2', posted: null, context: { quotedSid: null } },
    {
      sid: 'SM3',
      content: { kind: 'text', body: 'Yes' },
      statusCallback: 'http://x/status',
      planned: null,
      sendAtMs: null,
    },
    {
      sid: 'SM4',
      content: { kind: 'template', face: { buttons: [], file: null } },
      planned: { status: 'failed', errorCode: 63024 },
    },
  ])
  expect(messages[0]).not.toHaveProperty('statuses')
  expect(messages[2]).not.toHaveProperty('deliveries')
})

it('leaves its own state as it is', () => {
  const own = { ...saved, version: 3 }
  expect(upgradedState(own)).toBe(own)
})
